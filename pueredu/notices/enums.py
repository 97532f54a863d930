from django.db.models import TextChoices


class Channel(TextChoices):
    IN_APP = "in_app", "站内"
    MAIL = "mail", "邮件"


class DeliveryState(TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class SlotState(TextChoices):
    SENT = "sent", "已提醒"
    SKIPPED = "skipped", "已过时未发"
