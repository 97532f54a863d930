"""The chain of hours. Values of form and level stand in ``reference/rules.csv``."""

from django.db.models import TextChoices


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
