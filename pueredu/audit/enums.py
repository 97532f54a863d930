from django.db.models import TextChoices


class Result(TextChoices):
    DONE = "done", "已办"
    DENIED = "denied", "被拒绝"
    FAILED = "failed", "未成功"
