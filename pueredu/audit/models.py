"""Entries and the chain over them. Written only by ``actions``; migration 0002 has the triggers that
refuse UPDATE and DELETE and link each entry at commit, 0003 what the application's role may."""

from django.db import models
from django.db.models import Q

from pueredu.audit.enums import Result
from pueredu.kit.scoping import Scope, ScopedQuerySet


class EntryQuerySet(ScopedQuerySet):
    def about(self, obj):
        """The history of one record, oldest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("id")


class Entry(models.Model):
    """One act: who, for whom, what, on what, with which result. No foreign keys, by design:
    the memory must outlive what it remembers."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor = models.CharField("操作人", max_length=80)
    post = models.CharField("所凭职务", max_length=160, blank=True)
    on_behalf_of = models.CharField("代表", max_length=160, blank=True)
    verb = models.CharField("操作", max_length=80)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    object_label = models.CharField("对象", max_length=240)
    county_id = models.BigIntegerField("县(区)编号", null=True)
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.DONE)
    reason = models.TextField("理由", blank=True)
    changes = models.JSONField("变更", default=dict)
    request_id = models.CharField("请求编号", max_length=36, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)

    scope = Scope(county="county_id")
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_entry_actor"),
            models.Index(fields=["-at"], name="audit_entry_at"),
            # one for each question of the auditor's, in the order of his list
            models.Index(fields=["actor", "-at"], name="audit_entry_name"),
            models.Index(fields=["verb", "-at"], name="audit_entry_verb"),
            models.Index(fields=["county_id", "-at"], name="audit_entry_county"),
            models.Index(
                fields=["result", "-at"], name="audit_entry_result", condition=~Q(result="done")
            ),
            models.Index(
                fields=["request_id"], name="audit_entry_request", condition=~Q(request_id="")
            ),
            models.Index(
                fields=["object_label"], name="audit_entry_label", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self):
        return f"{self.actor} {self.verb} {self.object_label}"


class Link(models.Model):
    """One ring of the chain: the hash of an entry joined to the hash before it."""

    seq = models.BigIntegerField("序号", primary_key=True)
    entry_id = models.BigIntegerField("记录编号", unique=True)
    hash = models.CharField("校验值", max_length=64)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计链"
        ordering = ["seq"]

    def __str__(self):
        return f"{self.seq} {self.hash[:12]}"


class PurgedSegment(models.Model):
    """What is left of a stretch of the chain that was dropped after its time: where it ended, so
    that what follows still joins on, and how much it was. Written by the owner's purge only."""

    last_seq = models.BigIntegerField("末序号", primary_key=True)
    hash = models.CharField("末校验值", max_length=64)
    entry_count = models.BigIntegerField("记录数")
    until = models.DateField("早于")
    purged_at = models.DateTimeField("清理时间")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计清理段"
        ordering = ["-last_seq"]

    def __str__(self):
        return f"{self.until:%Y-%m-%d} 之前的 {self.entry_count} 条"


class Tally(models.Model):
    """How often the same attempt was made by one person (or from one address) within one minute.

    The first is an entry at once; the others are counted here and become one entry when the minute
    is over, so that nobody fills the disk by knocking.
    """

    minute_at = models.DateTimeField("分钟")
    who = models.CharField("操作人或地址", max_length=60)
    verb = models.CharField("操作", max_length=80)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    result = models.CharField("结果", max_length=10, choices=Result)
    count = models.PositiveIntegerField("次数", default=1)
    entry_id = models.BigIntegerField("首次记录编号")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计计数"
        constraints = [
            models.UniqueConstraint(
                name="tally_once_a_minute",
                fields=["minute_at", "who", "verb", "object_type", "object_id", "result"],
                violation_error_message="同一分钟内的相同尝试只记一行。",
            ),
        ]

    def __str__(self):
        return f"{self.who} {self.verb} ×{self.count}"
