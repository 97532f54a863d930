"""One line of a batch: one learner at one event on one day."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.kit.templatetags.formats import day_short, number
from pueredu.units.models import Unit
from training.enums import TrainingForm, TrainingLevel
from training.models.activities import TrainingActivity
from training.models.batches import HoursBatch
from training.models.catalogue import Direction
from training.models.people import Learner


class HoursClaimQuerySet(ScopedQuerySet):
    def counting(self):
        """Those that are claimed; the rest is kept with the reason why it does not count."""
        return self.filter(is_void=False)


class HoursClaim(models.Model):
    """One learner's hours at one event, with the school and county of the day of the event.

    What does not count stays as ``is_void`` with its reason; it is never taken out."""

    batch = models.ForeignKey(
        HoursBatch, models.CASCADE, related_name="claims", verbose_name="学时申报"
    )
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="claims", verbose_name="学员")
    activity = models.ForeignKey(
        TrainingActivity, models.PROTECT, related_name="claims", verbose_name="培训活动"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    held_on = models.DateField("活动日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    event_key = models.CharField("活动识别键", max_length=32, editable=False)
    attendance_id = models.BigIntegerField(
        "工作室出勤编号", null=True, blank=True, unique=True, editable=False
    )
    is_void = models.BooleanField("不计", default=False)
    void_reason = models.CharField(
        "不计的原因", max_length=200, default="", db_default="", blank=True
    )

    scope = Scope(county="county", school="school", person="learner__user")
    objects = HoursClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时明细"
        ordering = ["held_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="claim_event_once",
                fields=["learner", "event_key"],
                condition=Q(is_void=False),
                violation_error_message="该学员的这次活动已经申报过。",
            ),
            models.CheckConstraint(
                name="claim_hours_in_range",
                condition=Q(hours__gt=0, hours__lte=400),
                violation_error_message="学时应大于 0，不超过 400。",
            ),
            models.CheckConstraint(
                name="claim_void_has_reason",
                condition=Q(is_void=False) | ~Q(void_reason=""),
                violation_error_message="不计的明细须写明原因。",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-id"], name="claim_school_newest"),
            models.Index(fields=["county", "-id"], name="claim_county_newest"),
        ]

    def __str__(self):
        return f"{day_short(self.held_on)}，{number(self.hours)} 学时"

    def get_absolute_url(self):
        return reverse("training:hours-claim-detail", args=[self.pk])
