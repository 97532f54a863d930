"""States of an import and verdicts on its rows."""

from django.db.models import TextChoices


class ImportState(TextChoices):
    UPLOADED = "uploaded", "已上传"
    CHECKED = "checked", "已检查"
    APPLIED = "applied", "已导入"
    FAILED = "failed", "未通过"
    CANCELLED = "cancelled", "已取消"
    UNDONE = "undone", "已撤销"


class ImportTransition(TextChoices):
    CHECK = "check", "检查"
    CORRECT = "correct", "按所选更正"
    CONFIRM = "confirm", "确认导入"
    APPLY = "apply", "导入"
    FAIL = "fail", "不通过"
    CANCEL = "cancel", "取消"
    UNDO = "undo", "撤销导入"


class Verdict(TextChoices):
    """What applying would do; every row read has exactly one."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    SAME = "same", "无变化"
    WARNING = "warning", "待核对"
    ERROR = "error", "错误"


APPLICABLE = (Verdict.NEW, Verdict.CHANGED, Verdict.WARNING)
