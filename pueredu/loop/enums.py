from django.db.models import TextChoices


class MatterState(TextChoices):
    DRAFT = "draft", "草稿"
    ISSUED = "issued", "待签收"
    RECEIVED = "received", "办理中"
    SUBMITTED = "submitted", "待核验"
    CLOSED = "closed", "已完成"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = frozenset({MatterState.ISSUED, MatterState.RECEIVED, MatterState.SUBMITTED})


class MatterTransition(TextChoices):
    ISSUE = "issue", "交办"
    RECEIVE = "receive", "签收"
    REPORT_PROGRESS = "report_progress", "反馈进展"
    SUBMIT = "submit", "提请核验"
    RETURN = "return", "退回完善"
    CLOSE = "close", "核验通过"
    EXTEND = "extend", "批准延期"
    CHASE = "chase", "催办"
    REOPEN = "reopen", "重新列入"
    WITHDRAW = "withdraw", "撤回"
    APPOINT_DEPUTY = "appoint_deputy", "委托代办"
    END_DEPUTY = "end_deputy", "结束代办"


class Lamp(TextChoices):
    """Derived, never stored. Colours of DOMAIN §2; each has its word and its shape."""

    GREEN = "green", "正常"
    BLUE = "blue", "临期"
    YELLOW = "yellow", "滞后"
    RED = "red", "逾期"
    DONE = "done", "已完成"
    NONE = "none", "未开始"
