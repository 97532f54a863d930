"""A word to those who are short of hours: who was reminded, by whom and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.models.catalogue import TrainingYear
from training.models.people import Learner


class HoursReminder(models.Model):
    """An area's word to a school (no ``learner``; ``people`` are short there), or a school's to one
    of its people. ``hours`` were missing at the time; ``school`` and ``county`` are those of then."""

    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    learner = models.ForeignKey(
        Learner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="学员",
    )
    people = models.PositiveIntegerField("未达标人数", default=1)
    hours = models.DecimalField("还差学时", max_digits=10, decimal_places=1)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="发送人", db_index=False,
    )  # fmt: skip
    sent_at = models.DateTimeField("发送时间")

    scope = Scope(county="county", school="school")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时提醒"
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "year", "-sent_at"], name="reminder_school")]
        constraints = [
            models.CheckConstraint(
                name="reminder_of_what_is_missing",
                condition=Q(hours__gt=0, people__gte=1),
                violation_error_message="没有未达标的人员，不用提醒。",
            ),
            models.CheckConstraint(
                name="reminder_to_one_is_of_one",
                condition=Q(learner=None) | Q(people=1),
                violation_error_message="提醒本人只能是一个人。",
            ),
        ]

    def __str__(self):
        return f"{self.sent_at:%Y-%m-%d} {self.people} 人还差 {self.hours} 学时"

    def get_absolute_url(self):
        return reverse("training:shortfall-list")
