"""Kinds of unit, roles of posts, and how far a verb reaches from a post."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    CITY = "city", "市"
    COUNTY = "county", "县(区)"
    PARTY_COMMITTEE = "party_committee", "党委"
    GOVERNMENT = "government", "人民政府"
    EDUCATION_BUREAU = "education_bureau", "教育体育局"
    CONGRESS = "congress", "人大常委会"
    CPPCC = "cppcc", "政协"
    DEPARTMENT = "department", "部门"
    SECRETARIAT = "secretariat", "领导小组秘书组"
    CENTRAL_SCHOOL = "central_school", "中心学校"
    SCHOOL = "school", "学校"
    VILLAGE_SCHOOL = "village_school", "村完小"
    TEACHING_POINT = "teaching_point", "教学点"


AREA_KINDS = frozenset({UnitKind.CITY, UnitKind.COUNTY})
SCHOOL_KINDS = frozenset(
    {UnitKind.CENTRAL_SCHOOL, UnitKind.SCHOOL, UnitKind.VILLAGE_SCHOOL, UnitKind.TEACHING_POINT}
)


class SchoolType(TextChoices):
    """The first two digits of the national school code; 学段 belongs to the teacher."""

    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初级中学"
    NINE_YEAR = "nine_year", "九年一贯制学校"
    SENIOR = "senior", "高级中学"
    COMPLETE = "complete", "完全中学"
    VOCATIONAL = "vocational", "中等职业学校"
    SPECIAL = "special", "特殊教育学校"
    OTHER = "other", "其他"


class Role(TextChoices):
    """What a post is for. A person's rights are the union of the posts in force."""

    SECRETARIAT = "secretariat", "市领导小组秘书组"
    CITY_STAFF = "city_staff", "市教体局科室人员"
    CITY_TRAINING = "city_training", "市教体局教师教育科"
    CITY_LEADER = "city_leader", "市级领导"
    CITY_DEPARTMENT = "city_department", "市直部门联络员"
    INSPECTOR = "inspector", "督学"
    COUNTY_PARTY_OFFICE = "county_party_office", "县(区)委办经办人"
    COUNTY_GOVERNMENT = "county_government", "县(区)政府办经办人"
    COUNTY_BUREAU = "county_bureau", "县(区)教体局经办人"
    COUNTY_DEPARTMENT = "county_department", "县(区)直部门联络员"
    COUNTY_LEADER = "county_leader", "县(区)领导"
    COUNTY_ACCOUNTS = "county_account_manager", "县级账号管理员"
    CENTRAL_SCHOOL = "central_school_officer", "中心学校经办人"
    SCHOOL_HEAD = "school_head", "党组织书记、校(园)长"
    SCHOOL_OFFICER = "school_officer", "学校经办人"
    TEACHER = "teacher", "教师"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


# 三员: nobody holds two of these at a time, nor one of these beside any other post
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
KEEPERS = ADMINISTRATORS | {Role.COUNTY_ACCOUNTS}  # of accounts, posts and traces: no business


class Tier(TextChoices):
    """How high in the tree a post stands."""

    CITY = "city", "市级"
    COUNTY = "county", "县(区)级"
    SCHOOL = "school", "学校"


# where a role may stand: a school's role in an organ would reach the whole area
ROLES_OF_TIER = {
    Tier.CITY: ADMINISTRATORS
    | {
        Role.SECRETARIAT,
        Role.CITY_STAFF,
        Role.CITY_TRAINING,
        Role.CITY_LEADER,
        Role.CITY_DEPARTMENT,
        Role.INSPECTOR,
    },
    Tier.COUNTY: frozenset(
        {
            Role.INSPECTOR,
            Role.COUNTY_PARTY_OFFICE,
            Role.COUNTY_GOVERNMENT,
            Role.COUNTY_BUREAU,
            Role.COUNTY_DEPARTMENT,
            Role.COUNTY_LEADER,
            Role.COUNTY_ACCOUNTS,
        }
    ),
    Tier.SCHOOL: frozenset(
        {Role.CENTRAL_SCHOOL, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER, Role.TEACHER}
    ),
}
# without these nobody signs for what an organ is handed, or files for a school
NEEDED_ROLES = {
    (Tier.CITY, UnitKind.SECRETARIAT): (Role.SECRETARIAT,),
    (Tier.CITY, UnitKind.EDUCATION_BUREAU): (
        Role.CITY_STAFF,
        Role.CITY_TRAINING,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    ),
    (Tier.CITY, UnitKind.DEPARTMENT): (Role.CITY_DEPARTMENT,),
    (Tier.COUNTY, UnitKind.PARTY_COMMITTEE): (Role.COUNTY_PARTY_OFFICE,),
    (Tier.COUNTY, UnitKind.GOVERNMENT): (Role.COUNTY_GOVERNMENT,),
    (Tier.COUNTY, UnitKind.EDUCATION_BUREAU): (Role.COUNTY_BUREAU, Role.COUNTY_ACCOUNTS),
    (Tier.COUNTY, UnitKind.DEPARTMENT): (Role.COUNTY_DEPARTMENT,),
    (Tier.SCHOOL, UnitKind.SCHOOL): (Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER),
    (Tier.SCHOOL, UnitKind.CENTRAL_SCHOOL): (Role.SCHOOL_HEAD, Role.CENTRAL_SCHOOL),
}
LEADING_ROLES = frozenset({Role.CITY_LEADER, Role.COUNTY_LEADER, Role.SCHOOL_HEAD})


class HeadKind(TextChoices):
    """Two posts under 党组织领导的校长负责制; in a small school one person holds both."""

    PARTY_SECRETARY = "party_secretary", "党组织书记"
    PRINCIPAL = "principal", "校(园)长"


class Reach(TextChoices):
    """How far a verb reaches from the unit of a post. GRANT is for ties, the rest for roles."""

    SELF = "self", "本人"
    OWN = "own", "本单位"
    BELOW = "below", "下级"
    SUBTREE = "subtree", "本单位及下级"
    GRANT = "grant", "专项授权"


class TransferReason(TextChoices):
    CITY_MANAGED = "city_managed", "市管校聘"
    ROTATION = "rotation", "交流轮岗"
    RURAL_SUPPORT = "rural_support", "支教"
    SECONDMENT = "secondment", "借调"
