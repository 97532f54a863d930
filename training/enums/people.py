"""Who learns: kinds, statuses, moves, and what makes a requirement another."""

from django.db.models import TextChoices


class LearnerKind(TextChoices):
    TEACHER = "teacher", "教师"
    SCHOOL_HEAD = "school_head", "学校负责人"
    OFFICIAL = "education_official", "教育管理干部"


class LearnerStatus(TextChoices):
    ACTIVE = "active", "在岗"
    LEAVE = "leave", "离岗休假"
    RETIRED = "retired", "已退休"
    DEPARTED = "departed", "已调出离职"
    MERGED = "merged", "已并入"


class LearnerTransition(TextChoices):
    """A transfer leaves the status as it is; the others are dated and kept as a history."""

    TRANSFER = "transfer", "调动"
    LEAVE = "leave", "离岗休假"
    RESUME = "resume", "返岗"
    RETIRE = "retire", "退休"
    DEPART = "depart", "调出离职"
    MERGE = "merge", "并入"


class Stage(TextChoices):
    """学段 belongs to the teacher, not to the school."""

    KINDERGARTEN = "kindergarten", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "普通高中"
    VOCATIONAL = "vocational", "中职"
    SPECIAL = "special", "特教"


class DepartureReason(TextChoices):
    """Why somebody left the city's schools or the profession; in words a part of the period."""

    MOVED_AWAY = "moved_away", "调出市外"
    LEFT_EDUCATION = "left_education", "调离教育系统"
    RESIGNED = "resigned", "辞职或解聘"
    DIED = "died", "去世"
    OTHER = "other", "其他"


class PlacementReason(TextChoices):
    """Why a learner came to a school: the first two after none, the last five by a transfer."""

    FIRST = "first", "首次登记"
    RETURNED = "returned", "重新入职"
    RECRUITMENT = "recruitment", "人才招引"
    CITY_MANAGED = "city_managed", "市管校聘"
    ROTATION = "rotation", "交流轮岗"
    RURAL_SUPPORT = "rural_support", "支教"
    SECONDMENT = "secondment", "借调"


class Audience(TextChoices):
    TEACHER = "teacher", "教师"
    OFFICIAL = "official", "教育管理干部"


class AdjustmentReason(TextChoices):
    """Why a learner's requirement is another than that of the rest. All take off, but for the last
    two, which bring hours of their own (``WITH_OWN_HOURS``)."""

    LEAVE = "leave", "离岗休假"
    RURAL_SUPPORT = "rural_support", "支教"
    SECONDMENT = "secondment", "借调"
    RETIREMENT = "retirement", "临近退休"
    OTHER = "other", "其他"
    TRIAL = "trial", "新任教师试用期"
    NEW_PRINCIPAL = "new_principal", "新任校长任职资格培训"


WITH_OWN_HOURS = (AdjustmentReason.TRIAL, AdjustmentReason.NEW_PRINCIPAL)


class AdjustmentState(TextChoices):
    IN_FORCE = "in_force", "有效"
    REVOKED = "revoked", "已撤销"


class AdjustmentTransition(TextChoices):
    REVOKE = "revoke", "撤销调整"
