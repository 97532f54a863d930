"""Counters of internal papers. The 发文字号 is entered from the office's register, never counted."""

from django.db import models

from pueredu.kit.scoping import Scope, ScopedQuerySet


class SerialCounter(models.Model):
    """The last number given for a kind of paper in a year."""

    kind = models.CharField("种类", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("末号", default=0)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "内部编号计数"
        constraints = [
            models.UniqueConstraint(name="serial_counter_once", fields=["kind", "year"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.year}"
