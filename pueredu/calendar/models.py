"""Dated numbers and days. Whatever a document could change is a Figure, never a constant."""

from django.db import models
from django.db.models import F, Q

from pueredu.kit.scoping import Scope, ScopedQuerySet


class FigureQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """For each key the one value that counts on ``day``: the latest ``since``."""
        return (
            self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
            .order_by("key", "-since")
            .distinct("key")
        )


class Figure(models.Model):
    """A number or list in force since/until, with the document it stems from."""

    key = models.CharField("参数代号", max_length=80)
    title = models.CharField("参数名称", max_length=120)
    value = models.JSONField("数值")
    unit = models.CharField("计量单位", max_length=20, blank=True)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)
    note = models.TextField("说明", blank=True)
    is_provisional = models.BooleanField("暂定", default=True)

    scope = Scope()
    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参数"
        ordering = ["key", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="figure_one_per_day",
                fields=["key", "since"],
                violation_error_message="同一参数在同一天只能有一个数值。",
            ),
            models.CheckConstraint(
                name="figure_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="废止日期不能早于施行日期。",
            ),
            models.CheckConstraint(
                name="figure_has_source",
                condition=~Q(source=""),
                violation_error_message="请写明依据的文件；没有依据的写“待定”并勾选暂定。",
            ),
        ]

    def __str__(self):
        return f"{self.title}{'（暂定）' if self.is_provisional else ''}"


class Holiday(models.Model):
    """A day that differs from its weekday: a holiday, or a weekend that is worked."""

    day = models.DateField("日期", unique=True)
    name = models.CharField("名称", max_length=40)
    is_workday = models.BooleanField("调休上班", default=False)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.name}"
