"""Recorded facts that make a learner's yearly requirement another than that of the rest."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import WITH_OWN_HOURS, AdjustmentReason, AdjustmentState
from training.models.people import Learner

WHOLE_MONTH = timedelta(days=32)


class AdjustmentQuerySet(ScopedQuerySet):
    def in_force(self):
        return self.filter(state=AdjustmentState.IN_FORCE)

    def touching(self, year):
        """Those of which a month lies in the training year."""
        return self.filter(since__lte=year.ends_on, until__gte=year.starts_on)


class Adjustment(models.Model):
    """Leave, 支教, secondment, the last years before retirement: ``percent`` of the requirement is
    taken off for whole months. A new teacher's trial, and the qualification of a new principal
    (since the post was taken up, by when it is due), bring hours of their own instead.

    The requirement counts by months, so ``since`` is the first and ``until`` the last day of one;
    ``school`` and ``county`` are those of the day on which it was recorded."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="adjustments", verbose_name="学员"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    reason = models.CharField("事由", max_length=20, choices=AdjustmentReason)
    since = models.DateField("起")
    until = models.DateField("止")
    percent = models.PositiveSmallIntegerField("减免比例(%)", default=100)
    authority = models.CharField("批准单位和文号", max_length=120)
    decided_on = models.DateField("批准日期")
    state = models.CharField(
        "状态", max_length=10, choices=AdjustmentState, default=AdjustmentState.IN_FORCE
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    made_at = models.DateTimeField("登记时间")
    revoke_reason = models.CharField("撤销理由", max_length=200, blank=True)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时要求调整"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["school", "-id"], name="adjustment_school"),
            models.Index(fields=["county", "-id"], name="adjustment_county"),
        ]
        constraints = [
            models.CheckConstraint(
                name="adjustment_dates_in_order",
                condition=Q(until__gt=F("since")),
                violation_error_message="止不能早于起。",
            ),
            models.CheckConstraint(
                name="adjustment_percent_in_range",
                condition=Q(percent__gte=1, percent__lte=100),
                violation_error_message="减免比例应在 1 到 100 之间。",
            ),
            models.CheckConstraint(
                name="adjustment_is_decided",
                condition=~Q(authority=""),
                violation_error_message="请写明批准单位和文号。",
            ),
            models.CheckConstraint(
                name="adjustment_revoke_has_reason",
                condition=~Q(state="revoked") | ~Q(revoke_reason=""),
                violation_error_message="撤销须写明理由。",
            ),
            models.UniqueConstraint(
                name="adjustment_one_trial",
                fields=["learner"],
                condition=Q(state="in_force", reason="trial"),
                violation_error_message="该学员的试用期已经登记。",
            ),
            models.UniqueConstraint(
                name="adjustment_one_new_principal",
                fields=["learner"],
                condition=Q(state="in_force", reason="new_principal"),
                violation_error_message="该学员的新任校长任职资格培训已经登记。",
            ),
            ExclusionConstraint(
                name="adjustment_months_apart",
                expressions=[
                    (
                        Func(
                            "learner_id",
                            "learner_id",
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            "since",
                            "until",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state="in_force") & ~Q(reason__in=["trial", "new_principal"]),
                violation_error_message="与该学员已登记的减免在同一个月重叠，请核对起止月份。",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} {self.since:%Y-%m} 至 {self.until:%Y-%m}"

    def get_absolute_url(self):
        return reverse("training:adjustment-detail", args=[self.pk])

    @property
    def has_own_hours(self) -> bool:
        return self.reason in WITH_OWN_HOURS

    def save(self, *args, **kwargs):
        self.since = self.since.replace(day=1)
        self.until = (self.until.replace(day=1) + WHOLE_MONTH).replace(day=1) - timedelta(days=1)
        super().save(*args, **kwargs)
