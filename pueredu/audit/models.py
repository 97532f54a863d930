"""Entries and the chain over them. Written only by ``actions.remember``; see migration 0001 for
the triggers that refuse UPDATE and DELETE and that link each entry at commit."""

from django.db import models

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
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_entry_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_entry_actor"),
            models.Index(fields=["-at"], name="audit_entry_at"),
        ]

    def __str__(self):
        return f"{self.actor} {self.verb} {self.object_label}"


class Link(models.Model):
    """One ring of the chain: the hash of an entry joined to the hash before it."""

    seq = models.BigIntegerField("序号", primary_key=True)
    entry_id = models.BigIntegerField("记录编号", unique=True)
    hash = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计链"
        ordering = ["seq"]

    def __str__(self):
        return f"{self.seq} {self.hash[:12]}"
