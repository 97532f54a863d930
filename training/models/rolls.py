"""Who was away, half-day by half-day: nobody ticks those who came."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from training.enums import RollPart
from training.models.enrolments import Enrolment
from training.models.programmes import TrainingSession


class RollCall(models.Model):
    """One roll of one session. Whoever is enrolled and not ``absent`` was there."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="rolls", verbose_name="培训班次"
    )
    day = models.DateField("日期")
    part = models.CharField("时段", max_length=5, choices=RollPart)
    absent = models.ManyToManyField(
        Enrolment, related_name="absences", blank=True, verbose_name="缺勤"
    )
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="点名人",
        db_index=False,
    )
    called_at = models.DateTimeField("点名时间")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训签到"
        ordering = ["day", "part"]
        constraints = [
            models.UniqueConstraint(
                name="roll_once",
                fields=["session", "day", "part"],
                violation_error_message="这个时段已经签到，请刷新后修改。",
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.get_part_display()}"

    def get_absolute_url(self):
        return reverse("training:training-session-detail", args=[self.session_id])
