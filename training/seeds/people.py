"""Learners who do not exist: 「演示教师0001」, in the published number when the scale is a city."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from pueredu.kit.pinyin import pinyin_key
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit
from training.enums import LearnerKind, LearnerStatus, PlacementReason, Stage
from training.models import Learner, Placement, StatusPeriod

T, K = SchoolType, UnitKind
CITY_TEACHERS = 27_500  # Figure units.teachers_total [P]
SMALL = 8
SMALL_POINT = 4
OFFICIALS = 3
SINCE = date(2021, 1, 1)
BATCH = 2000

# How large a school of a kind is beside others; the split over schools is not published.
WEIGHTS = {
    T.KINDERGARTEN: 12, T.PRIMARY: 24, T.JUNIOR: 58, T.NINE_YEAR: 62, T.SENIOR: 110,
    T.COMPLETE: 120, T.VOCATIONAL: 60, T.SPECIAL: 25, T.OTHER: 10,
}  # fmt: skip
POINT_WEIGHTS = {K.VILLAGE_SCHOOL: 7, K.TEACHING_POINT: 4}
STAGES = {
    T.KINDERGARTEN: (Stage.KINDERGARTEN,),
    T.PRIMARY: (Stage.PRIMARY,),
    T.JUNIOR: (Stage.JUNIOR,),
    T.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    T.SENIOR: (Stage.SENIOR,),
    T.COMPLETE: (Stage.JUNIOR, Stage.SENIOR),
    T.VOCATIONAL: (Stage.VOCATIONAL,),
    T.SPECIAL: (Stage.SPECIAL,),
    T.OTHER: (Stage.PRIMARY,),
}
SUBJECTS = ("语文", "数学", "英语", "科学", "体育", "音乐", "美术", "信息科技")
TITLES = ("二级教师", "一级教师", "一级教师", "高级教师")
# the codes of the two people of a school who have an account, as studios name them too
CODES = {Role.TEACHER: "T", Role.SCHOOL_HEAD: "H"}


def seed_learners(scale: str) -> int:
    """Insert the learners of every demonstration school and bureau, with their placements."""
    schools = list(Unit.objects.schools().filter(is_demo=True).order_by("precedence", "code"))
    accounts = _accounts(schools)
    numbers = count(1 + sum(role == Role.TEACHER for _, role in accounts))
    learners = [
        learner
        for school, size in _sizes(schools, scale)
        for learner in _of_school(school, size, accounts, numbers)
    ]
    learners += _officials()
    learners = Learner.objects.bulk_create(learners, batch_size=BATCH)
    for model, words in (
        (Placement, {"reason": PlacementReason.FIRST}),
        (StatusPeriod, {"status": LearnerStatus.ACTIVE}),
    ):
        rows = (
            model(
                learner=learner,
                school_id=learner.school_id,
                county_id=learner.county_id,
                since=SINCE,
                **words,
            )
            for learner in learners
        )
        model.objects.bulk_create(rows, batch_size=BATCH)
    return len(learners)


def _sizes(schools: list[Unit], scale: str) -> list[tuple[Unit, int]]:
    if scale == "small":
        return [(row, SMALL_POINT if row.kind in POINT_WEIGHTS else SMALL) for row in schools]
    weights = [POINT_WEIGHTS.get(row.kind) or WEIGHTS[row.school_type] for row in schools]
    whole, passed, sizes = sum(weights), 0, []
    for school, weight in zip(schools, weights, strict=True):
        before, passed = passed, passed + weight
        share = CITY_TEACHERS * passed // whole - CITY_TEACHERS * before // whole
        sizes.append((school, share))
    return sizes


def _accounts(schools: list[Unit]) -> dict:
    """The users who are learners too, by school and role."""
    posts = Membership.objects.filter(role__in=CODES, unit__in=schools).select_related("user")
    return {(post.unit_id, post.role): post.user for post in posts}


def _of_school(
    school: Unit, size: int, accounts: dict, numbers: Iterator[int]
) -> Iterator[Learner]:
    stages = STAGES[school.school_type]
    head = accounts.get((school.pk, Role.SCHOOL_HEAD))
    teacher = accounts.get((school.pk, Role.TEACHER))
    for n in range(size):
        user, code, kind = None, f"D{school.code}{n:03d}", LearnerKind.TEACHER
        if n == 0 and teacher:
            user, code = teacher, f"{CODES[Role.TEACHER]}{school.code}"
        elif n == 1 and head:
            user, code, kind = (
                head,
                f"{CODES[Role.SCHOOL_HEAD]}{school.code}",
                LearnerKind.SCHOOL_HEAD,
            )
        yield _learner(
            school,
            code=code,
            name=user.name if user else f"演示教师{next(numbers):04d}",
            kind=kind,
            user=user,
            stage=stages[n % len(stages)],
            subject=SUBJECTS[n % len(SUBJECTS)],
            professional_title=TITLES[n % len(TITLES)],
        )


def _officials() -> Iterator[Learner]:
    for bureau in Unit.objects.filter(kind=K.EDUCATION_BUREAU).select_related("area"):
        for n in range(1, OFFICIALS + 1):
            name = f"演示·{bureau.area.short_name}教育管理干部{n}"
            code = f"O{bureau.area.code}{n:03d}"
            yield _learner(bureau, code=code, name=name, kind=LearnerKind.OFFICIAL)


def _learner(school: Unit, *, name: str, **words) -> Learner:
    """A row for a bulk insert, which skips ``save``."""
    return Learner(
        school=school,
        county_id=school.area_id,
        name=name,
        name_key=pinyin_key(name)[:120],
        **words,
    )
