"""States and verbs of the year's plan and of a county's report."""

from django.db.models import TextChoices


class YearPlanState(TextChoices):
    DRAFT = "draft", "拟定中"
    OPENED = "opened", "已下发"


class YearPlanTransition(TextChoices):
    OPEN = "open", "下发"


class ReportState(TextChoices):
    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待审阅"
    ACCEPTED = "accepted", "已接收"


class ReportTransition(TextChoices):
    FILL = "fill", "填报"
    SUBMIT = "submit", "报送"
    RETURN = "return", "请修改完善"
    ACCEPT = "accept", "接收"
    UNLOCK = "unlock", "延长报送"


class ReportFileKind(TextChoices):
    SIGNED = "signed", "签批件（PDF）"
    WORD = "word", "报告正文（Word）"
