"""One row for each uploaded file; the bytes lie outside the web root under their hash."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from pueredu.files.enums import DisclosureLevel
from pueredu.kit.bigrams import BigramVector
from pueredu.kit.scoping import Scope, ScopedQuerySet


class Attachment(models.Model):
    """A checked file. It is served only by the view of the record that owns it."""

    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("格式", max_length=8)
    size = models.PositiveBigIntegerField("大小(字节)")
    sha256 = models.CharField("校验值", max_length=64)
    disclosure = models.CharField(
        "公开属性", max_length=12, choices=DisclosureLevel, default=DisclosureLevel.INTERNAL
    )
    owner_label = models.CharField("所属记录类型", max_length=60)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    scope = Scope(person="uploaded_by")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["uploaded_at", "id"]
        indexes = [
            models.Index(fields=["sha256"], name="attachment_sha256"),
            GinIndex(BigramVector("name"), name="attachment_name_pairs"),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="文件是空的（0 字节），请重新导出后上传。",
            ),
        ]

    def __str__(self):
        return self.name
