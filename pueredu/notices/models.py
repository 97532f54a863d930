"""The in-app message, the outbox of deliveries, and the slots that make a reminder happen once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.notices.enums import Channel, DeliveryState, SlotState


class MessageQuerySet(ScopedQuerySet):
    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """One sentence for one person, written in the transaction of what it tells."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name="收件人"
    )
    kind = models.CharField("种类", max_length=80)
    title = models.CharField("标题", max_length=160)
    body = models.TextField("内容", blank=True)
    reason = models.CharField("为何通知您", max_length=160)
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    scope = Scope(person="recipient")
    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="message_recipient"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return self.title


class SlotQuerySet(ScopedQuerySet):
    def settled_by(self, at):
        """Sent, or passed over at ``at`` or before: nothing more to do on this rung."""
        return self.filter(Q(state=SlotState.SENT) | Q(created_at__lte=at))


class Slot(models.Model):
    """A reminder that is due: one rung of one thing for one person. The constraint is the promise
    that two ticks, two beats or a tick by hand never send it twice."""

    reminder = models.CharField("提醒规则", max_length=80)
    subject = models.CharField("事项", max_length=80)
    due_on = models.DateField("时限")
    rung = models.SmallIntegerField("级次(工作日)")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="收件人"
    )
    state = models.CharField("状态", max_length=10, choices=SlotState)
    created_at = models.DateTimeField("时间")

    scope = Scope(person="recipient")
    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒记录"
        constraints = [
            models.UniqueConstraint(
                name="slot_once",
                fields=["reminder", "subject", "due_on", "rung", "recipient"],
                violation_error_message="这一级提醒已经发过。",
            ),
        ]

    def __str__(self):
        return f"{self.reminder} {self.subject} {self.rung:+d}"


class DeliveryQuerySet(ScopedQuerySet):
    def waiting(self, at):
        """Deliveries that may be tried at ``at``: unsent, not leased by another relay."""
        return self.filter(state=DeliveryState.WAITING, not_before__lte=at)


class Delivery(models.Model):
    """One message on one outside channel. The relay leases it by moving ``not_before`` ahead."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="deliveries", verbose_name="消息"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    address = models.CharField("地址", max_length=200)
    state = models.CharField("状态", max_length=10, choices=DeliveryState, default="waiting")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    not_before = models.DateTimeField("最早发送时间")
    error = models.CharField("失败原因", max_length=200, blank=True)

    scope = Scope(person="message__recipient")
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投递"
        indexes = [
            models.Index(
                fields=["not_before"], name="delivery_waiting", condition=Q(state="waiting")
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="delivery_once", fields=["message", "channel", "address"]),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.address}"
