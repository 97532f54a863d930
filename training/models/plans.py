"""The yearly plan of a school, a county bureau or the city bureau, registered beforehand (备案)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.enums import Tier
from pueredu.units.models import Unit
from training.enums import PlanState, ProgrammeAudience, TrainingForm, TrainingLevel
from training.models.catalogue import Direction, TrainingYear


class TrainingPlanQuerySet(ScopedQuerySet):
    def handed_in(self):
        """Filed or registered: its owner owes nothing."""
        return self.exclude(state=PlanState.DRAFT)

    def with_units(self):
        """The joins that a list shows."""
        return self.select_related("unit", "county", "year")


class TrainingPlan(models.Model):
    """One a unit and training year. ``due_on`` is the date of its next step; ``return_comment``
    stands from a return until it is filed anew. ``tier`` and ``county`` are the unit's."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编制单位")
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    tier = models.CharField("层级", max_length=10, choices=Tier, editable=False)
    county = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name="县(区)",
        editable=False,
        db_index=False,
    )
    state = models.CharField("状态", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    due_on = models.DateField("下一步时限", null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上报人",
        db_index=False,
    )
    filed_at = models.DateTimeField("上报时间", null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="备案人",
        db_index=False,
    )
    registered_at = models.DateTimeField("备案时间", null=True, blank=True)
    return_comment = models.TextField("退回意见", blank=True)

    scope = Scope(county="county", school="unit", unit="unit")
    objects = TrainingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度培训计划"
        ordering = ["-year__year", "county__precedence", "-tier", "id"]
        indexes = [
            models.Index(fields=["county", "state", "due_on"], name="plan_county"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="plan_once_a_year",
                fields=["unit", "year"],
                violation_error_message="本单位这一年度的培训计划已经编制。",
            ),
            models.CheckConstraint(
                name="plan_filed_when",
                condition=Q(state="draft") | Q(filed_at__isnull=False),
                violation_error_message="上报须记录时间。",
            ),
            models.CheckConstraint(
                name="plan_registered_when",
                condition=~Q(state="registered") | Q(registered_at__isnull=False),
                violation_error_message="备案须记录时间。",
            ),
            models.CheckConstraint(
                name="plan_registrar_not_filer",
                condition=Q(registered_by=None)
                | Q(filed_by=None)
                | ~Q(registered_by=F("filed_by")),
                violation_error_message="上报人不能备案自己的计划，请换一位同志备案。",
            ),
        ]

    def __str__(self):
        return f"{self.unit.short_name}{self.year}培训计划"

    def get_absolute_url(self):
        return reverse("training:training-plan-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        self.tier = self.unit.tier
        self.county_id = self.unit.area_id
        super().save(*args, **kwargs)

    @property
    def is_returned(self) -> bool:
        """Back at its owner with a comment, not filed anew."""
        return self.state == PlanState.DRAFT and bool(self.return_comment)

    @property
    def state_label(self) -> str:
        return "退回待完善" if self.is_returned else self.get_state_display()


class PlanLine(models.Model):
    """One training that a plan foresees."""

    plan = models.ForeignKey(
        TrainingPlan, models.CASCADE, related_name="lines", verbose_name="年度培训计划"
    )
    title = models.CharField("培训名称", max_length=120)
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    month = models.PositiveSmallIntegerField(
        "计划月份", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    hours = models.DecimalField("计划学时", max_digits=5, decimal_places=1)
    audience = models.CharField("培训对象", max_length=10, choices=ProgrammeAudience)

    class Meta:
        verbose_name = verbose_name_plural = "培训计划项目"
        ordering = ["month", "id"]
        constraints = [
            models.CheckConstraint(
                name="plan_line_month",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message="计划月份应在 1 到 12 之间。",
            ),
            models.CheckConstraint(
                name="plan_line_hours_in_range",
                condition=Q(hours__gt=0, hours__lte=400),
                violation_error_message="学时应大于 0，不超过 400。",
            ),
        ]

    def __str__(self):
        return self.title
