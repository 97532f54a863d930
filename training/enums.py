"""Kinds, states and verbs of training. Values of form and level stand in ``reference/rules.csv``."""

from django.db.models import TextChoices


class LearnerKind(TextChoices):
    TEACHER = "teacher", "教师"
    SCHOOL_HEAD = "school_head", "学校负责人"
    OFFICIAL = "education_official", "教育管理干部"


class LearnerStatus(TextChoices):
    ACTIVE = "active", "在岗"
    LEAVE = "leave", "离岗休假"
    RETIRED = "retired", "已退休"
    MERGED = "merged", "已并入"


class LearnerTransition(TextChoices):
    """A transfer leaves the status as it is; the others are dated and kept as a history."""

    TRANSFER = "transfer", "调动"
    LEAVE = "leave", "离岗休假"
    RESUME = "resume", "返岗"
    RETIRE = "retire", "退休"
    MERGE = "merge", "并入"


class Stage(TextChoices):
    """学段 belongs to the teacher, not to the school."""

    KINDERGARTEN = "kindergarten", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "普通高中"
    VOCATIONAL = "vocational", "中职"
    SPECIAL = "special", "特教"


class PlacementReason(TextChoices):
    """Why a learner came to a school; the last four are the reasons of a transfer."""

    FIRST = "first", "首次登记"
    RECRUITMENT = "recruitment", "人才招引"
    CITY_MANAGED = "city_managed", "市管校聘"
    ROTATION = "rotation", "交流轮岗"
    RURAL_SUPPORT = "rural_support", "支教"
    SECONDMENT = "secondment", "借调"


class Audience(TextChoices):
    TEACHER = "teacher", "教师"
    OFFICIAL = "official", "教育管理干部"


class TrainingForm(TextChoices):
    FACE_TO_FACE = "face_to_face", "集中培训"
    ONLINE = "online", "网络研修"
    SCHOOL_BASED = "school_based_training", "校本研修"
    TEACHING_RESEARCH = "teaching_research", "教研活动"
    ATTACHMENT = "attachment", "跟岗研修"
    SHADOW = "shadow_training", "影子培训"
    LECTURE = "lecture", "讲座"
    OPEN_LESSON = "open_lesson", "公开课"
    RESEARCH_PROJECT = "research_project", "课题研究"
    COMPETITION = "competition", "教学竞赛"


class TrainingLevel(TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    SCHOOL = "school", "校级"


class RuleState(TextChoices):
    DRAFT = "draft", "拟定中"
    IN_FORCE = "in_force", "已施行"
    WITHDRAWN = "withdrawn", "已撤回"


class RuleVersionTransition(TextChoices):
    """A version in force ends by the one that follows it, by no verb of its own."""

    ENFORCE = "enforce", "施行"
    WITHDRAW = "withdraw", "撤回"


class BatchSource(TextChoices):
    """The way in by which the hours came."""

    ROSTER = "roster", "活动名册"
    WORKBOOK = "workbook", "表格导入"
    COMPLETION = "completion", "结业名单"
    STUDIO = "studio", "工作室活动"
    SESSION = "session", "培训班次"
    CERTIFICATE = "certificate", "教师证书"


class BatchState(TextChoices):
    DRAFT = "draft", "待申报"
    POSTED = "posted", "公示中"
    FILED = "filed", "待审核"
    VERIFIED = "verified", "待认定"
    RECOGNISED = "recognised", "已认定"
    UNDONE = "undone", "已撤销"


class HoursBatchTransition(TextChoices):
    """Return is an event that leads back to the draft; its comment stays until it is filed anew."""

    POST = "post", "公示"
    FILE = "file", "申报"
    WITHDRAW = "withdraw", "撤回"
    VERIFY = "verify", "审核通过"
    RETURN = "return", "退回完善"
    RECOGNISE = "recognise", "认定"
    UNDO = "undo", "撤销名单"


class LedgerTransition(TextChoices):
    """Nothing that is recognised is ever changed: an opposite entry is added."""

    REVERSE = "reverse", "冲销"


OPEN_STATES = (BatchState.DRAFT, BatchState.POSTED, BatchState.FILED, BatchState.VERIFIED)


class ObjectionState(TextChoices):
    OPEN = "open", "待处理"
    ACCEPTED = "accepted", "已采纳"
    REJECTED = "rejected", "不采纳"


class ObjectionTransition(TextChoices):
    ACCEPT = "accept", "采纳"
    REJECT = "reject", "不采纳"


class CheckTier(TextChoices):
    """Who looks at the evidence: the level above the one that held the event."""

    COUNTY = "county", "县(区)抽查"
    CITY = "city", "市级抽查"


class CheckVerdict(TextChoices):
    IN_ORDER = "in_order", "符合"
    NOT_IN_ORDER = "not_in_order", "不符合"


class CertificateState(TextChoices):
    SUBMITTED = "submitted", "待学校审核"
    RETURNED = "returned", "退回待完善"
    ACCEPTED = "accepted", "学校已采纳"
    WITHDRAWN = "withdrawn", "本人已撤回"


class CertificateTransition(TextChoices):
    SUBMIT = "submit", "重新上报"
    ACCEPT = "accept", "采纳"
    RETURN = "return", "退回完善"
    WITHDRAW = "withdraw", "撤回"


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


class ProofState(TextChoices):
    IN_FORCE = "in_force", "有效"
    REVOKED = "revoked", "已撤销"


class ProofTransition(TextChoices):
    """A proof is never changed: it is revoked, and another is given out."""

    REVOKE = "revoke", "撤销证明"


class ProofAnswer(TextChoices):
    """What the page of verification answers, and all that it answers."""

    VALID = "valid", "有效"
    INVALID = "invalid", "无效"
    REVOKED = "revoked", "已撤销"
    CORRECTED = "corrected", "已有更正"
