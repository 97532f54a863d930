"""People who do not exist, one for every post: 「演示·市委书记」, never like a real name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from pueredu.accounts.models import User
from pueredu.kit.pinyin import pinyin_key
from pueredu.units.enums import HeadKind, Role, UnitKind
from pueredu.units.models import Membership, Unit

SINCE = date(2021, 1, 1)
BATCH = 1000

# username, organ of the city (the code after the dash), role, post, name; in official order
CITY = (
    ("leader", "party_committee", Role.CITY_LEADER, "书记", "市委书记"),
    ("mayor", "government", Role.CITY_LEADER, "市长", "市长"),
    ("deputy-secretary", "party_committee", Role.CITY_LEADER, "副书记", "市委副书记"),
    ("publicity-head", "publicity", Role.CITY_LEADER, "部长", "市委宣传部部长"),
    ("executive-vice-mayor", "government", Role.CITY_LEADER, "常务副市长", "常务副市长"),
    ("united-front-head", "united_front", Role.CITY_LEADER, "部长", "市委统战部部长"),
    ("organization-head", "organization", Role.CITY_LEADER, "部长", "市委组织部部长"),
    ("vice-mayor", "government", Role.CITY_LEADER, "分管教育副市长", "分管教育副市长"),
    ("congress-vice-chair", "congress", Role.CITY_LEADER, "副主任", "市人大常委会副主任"),
    ("cppcc-vice-chair", "cppcc", Role.CITY_LEADER, "副主席", "市政协副主席"),
    ("secretariat", "secretariat", Role.SECRETARIAT, "经办人", "秘书组经办人"),
    ("secretariat-2", "secretariat", Role.SECRETARIAT, "核验人", "秘书组核验人"),
    ("staff", "education_bureau", Role.CITY_STAFF, "办公室经办人", "市教体局办公室经办人"),
    ("training", "education_bureau", Role.CITY_TRAINING, "教师教育科经办人", "教师教育科经办人"),
    ("training-2", "education_bureau", Role.CITY_TRAINING, "教师教育科复核人", "教师教育科复核人"),
    ("inspector", "education_bureau", Role.INSPECTOR, "督学", "市督学"),
    ("finance", "finance", Role.CITY_DEPARTMENT, "联络员", "市财政局联络员"),
    ("establishment", "establishment", Role.CITY_DEPARTMENT, "联络员", "市委编办联络员"),
    ("human-resources", "human_resources", Role.CITY_DEPARTMENT, "联络员", "市人社局联络员"),
    ("development-reform", "development_reform", Role.CITY_DEPARTMENT, "联络员", "市发改委联络员"),
    ("system", "education_bureau", Role.SYSTEM_ADMIN, "系统管理员", "系统管理员"),
    ("security", "education_bureau", Role.SECURITY_ADMIN, "安全管理员", "安全管理员"),
    ("auditor", "education_bureau", Role.AUDIT_ADMIN, "审计管理员", "审计管理员"),
)
# the same for each 县(区); {area} is 思茅区 or 宁洱县, {last} its last character
COUNTY = (
    ("leader", "party_committee", Role.COUNTY_LEADER, "书记", "{area}委书记"),
    ("mayor", "government", Role.COUNTY_LEADER, "{last}长", "{area}{last}长"),
    ("party", "party_committee", Role.COUNTY_PARTY_OFFICE, "委办经办人", "{area}委办经办人"),
    ("government", "government", Role.COUNTY_GOVERNMENT, "政府办经办人", "{area}政府办经办人"),
    ("bureau", "education_bureau", Role.COUNTY_BUREAU, "经办人", "{area}教体局经办人"),
    ("bureau-2", "education_bureau", Role.COUNTY_BUREAU, "复核人", "{area}教体局复核人"),
    ("accounts", "education_bureau", Role.COUNTY_ACCOUNTS, "账号管理员", "{area}账号管理员"),
    ("inspector", "education_bureau", Role.INSPECTOR, "督学", "{area}督学"),
    ("finance", "finance", Role.COUNTY_DEPARTMENT, "联络员", "{area}财政局联络员"),
    ("establishment", "establishment", Role.COUNTY_DEPARTMENT, "联络员", "{area}委编办联络员"),
    ("human-resources", "human_resources", Role.COUNTY_DEPARTMENT, "联络员", "{area}人社局联络员"),
    (
        "development-reform",
        "development_reform",
        Role.COUNTY_DEPARTMENT,
        "联络员",
        "{area}发改局联络员",
    ),
)
# what stands in a school of each kind; a 教学点 has teachers only, its 中心学校 files for it
SCHOOL = {
    UnitKind.SCHOOL: ("head", "school", "teacher"),
    UnitKind.CENTRAL_SCHOOL: ("head", "central", "teacher"),
    UnitKind.VILLAGE_SCHOOL: ("head", "teacher"),
    UnitKind.TEACHING_POINT: ("teacher",),
}
SCHOOL_POSTS = {
    "head": (Role.SCHOOL_HEAD, ""),
    "school": (Role.SCHOOL_OFFICER, "经办人"),
    "central": (Role.CENTRAL_SCHOOL, "经办人"),
    "teacher": (Role.TEACHER, "教师"),
}


# who began lately and after whom, who is not appointed yet, and who stands in for whom
BEGAN = date(2023, 5, 8)
SUCCESSORS = {"party-530829": "party-former-530829"}
ACTING = frozenset({"head-3153900001"})
STANDING_DEPUTIES = {
    "bureau-530802": "bureau-2-530802",
    "bureau-2-530802": "bureau-530802",
}


@dataclass(frozen=True)
class Post:
    """One person in one post. ``name`` is how the person appears."""

    username: str
    unit: Unit
    role: Role
    title: str
    name: str
    since: date = SINCE
    until: date | None = None

    def held_by(self, people: dict[str, User], precedence: int) -> Membership:
        """A row for a bulk insert, which skips ``save``: its place is taken here."""
        membership = Membership(
            user=people[self.username],
            unit=self.unit,
            role=self.role,
            kind=HeadKind.PRINCIPAL if self.role == Role.SCHOOL_HEAD else "",
            title=self.title,
            is_acting=self.username in ACTING,
            standing_deputy=people.get(STANDING_DEPUTIES.get(self.username)),
            precedence=precedence,
            since=self.since,
            until=self.until,
        )
        membership.take_place()
        return membership


def seed_people() -> int:
    """Fill every post of the units that are there. Nobody can sign in yet; see ``accounts``."""
    posts = list(all_posts())
    unusable = make_password(None)
    users = [
        User(
            username=post.username,
            name=post.name,
            name_key=pinyin_key(post.name)[:120],
            password=unusable,
        )
        for post in posts
    ]
    users = User.objects.bulk_create(users, batch_size=BATCH)
    people = {user.username: user for user in users}
    memberships = [post.held_by(people, n) for n, post in enumerate(posts)]
    Membership.objects.bulk_create(memberships, batch_size=BATCH)
    return len(users)


def all_posts() -> Iterable[Post]:
    """City, the 县(区) in official order, then the schools in theirs."""
    units = {unit.code: unit for unit in Unit.objects.select_related("area")}
    for username, organ, role, title, name in CITY:
        yield Post(username, units[f"530800-{organ}"], role, title, f"演示·{name}")
    for county in Unit.objects.counties():
        yield from _county_posts(county, units)
    yield from _school_posts(unit for unit in units.values() if unit.is_demo)


def _county_posts(county: Unit, units: dict[str, Unit]) -> Iterable[Post]:
    words = {"area": county.short_name, "last": county.short_name[-1]}
    for word, organ, role, title, name in COUNTY:
        username, unit = f"{word}-{county.code}", units[f"{county.code}-{organ}"]
        office = (unit, role, title.format(**words))
        person = f"演示·{name.format(**words)}"
        former = SUCCESSORS.get(username)
        if former:
            yield Post(former, *office, f"{person}（前任）", until=BEGAN - timedelta(1))
        yield Post(username, *office, person, since=BEGAN if former else SINCE)


def _school_posts(schools: Iterable[Unit]) -> Iterable[Post]:
    teachers = 0
    for school in schools:
        for word in SCHOOL[school.kind]:
            role, title = SCHOOL_POSTS[word]
            name = f"{school.short_name}{title or '负责人'}"
            if word == "teacher":
                teachers += 1
                name = f"演示教师{teachers:04d}"
            yield Post(f"{word}-{school.code}", school, role, title, name)
