"""Plans, programmes, sessions and what is said of a year."""

from django.db.models import TextChoices

from training.enums.people import LearnerKind


class ProgrammeAudience(TextChoices):
    """For whom a plan line or a programme is."""

    TEACHER = "teacher", "教师"
    PRINCIPAL = "principal", "校长"
    HOST = "host", "工作室主持人"
    OFFICIAL = "official", "教育管理干部"


# which learners a programme takes
KINDS_TAKEN = {
    ProgrammeAudience.TEACHER: (LearnerKind.TEACHER,),
    ProgrammeAudience.PRINCIPAL: (LearnerKind.SCHOOL_HEAD,),
    ProgrammeAudience.HOST: (LearnerKind.TEACHER, LearnerKind.SCHOOL_HEAD),
    ProgrammeAudience.OFFICIAL: (LearnerKind.OFFICIAL,),
}


class PlanState(TextChoices):
    DRAFT = "draft", "编制中"
    FILED = "filed", "待备案"
    REGISTERED = "registered", "已备案"


class PlanTransition(TextChoices):
    """A return also opens a registered plan again, for what has to change in the year."""

    FILE = "file", "上报备案"
    REGISTER = "register", "备案"
    RETURN = "return", "退回完善"


class SessionState(TextChoices):
    DRAFT = "draft", "筹备中"
    ANNOUNCED = "announced", "报名中"
    CLOSED = "closed", "报名截止"
    HELD = "held", "已结班"
    CANCELLED = "cancelled", "已取消"


class SessionTransition(TextChoices):
    """A recall is an event: unused seats come back, the session goes on."""

    ANNOUNCE = "announce", "发布班次"
    RECALL = "recall", "收回未用名额"
    CLOSE = "close", "截止报名"
    CONFIRM = "confirm", "确认结班"
    CANCEL = "cancel", "取消班次"


class EnrolmentState(TextChoices):
    NOMINATED = "nominated", "待遴选"
    ENROLLED = "enrolled", "已录取"
    WAITING = "waiting", "候补"
    WITHDRAWN = "withdrawn", "已退出"


class EnrolmentTransition(TextChoices):
    RANK = "rank", "推荐排序"
    SELECT = "select", "录取"
    WITHDRAW = "withdraw", "退出报名"


class RollUnit(TextChoices):
    """How often a session calls its roll."""

    HALF = "half", "按半天"
    DAY = "day", "按天"


class RollPart(TextChoices):
    AM = "am", "上午"
    PM = "pm", "下午"
    WHOLE = "whole", "全天"


class SummaryState(TextChoices):
    SUBMITTED = "submitted", "已报送"
    COMMENTED = "commented", "市级已反馈"


class SummaryTransition(TextChoices):
    COMMENT = "comment", "反馈意见"


class FundKind(TextChoices):
    PLANNED = "planned", "计划"
    ACTUAL = "actual", "支出"
