"""What is recognised. The ledger is append-only (trigger of migration 0002); the year's totals of
each learner and of each school are kept beside it in the same transaction."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import TrainingForm
from training.models.batches import HoursBatch
from training.models.catalogue import Direction, RuleVersion, TrainingYear
from training.models.claims import HoursClaim
from training.models.people import Learner


class LedgerEntryQuerySet(ScopedQuerySet):
    def of_year(self, learner, year):
        """The entries of one learner's year, reversals included, oldest first."""
        return self.filter(learner=learner, year=year).order_by("held_on", "id")


class LedgerEntry(models.Model):
    """Recognised hours, or their reversal. ``counted_hours`` is what is left of ``hours`` under the
    rule's annual cap; the rest is kept and shown as 超上限不计."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="entries", verbose_name="学员", db_index=False
    )
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
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
    held_on = models.DateField("活动日期")
    rule = models.ForeignKey(
        RuleVersion, models.PROTECT, related_name="+", verbose_name="认定规则", db_index=False
    )
    batch = models.ForeignKey(
        HoursBatch, models.PROTECT, related_name="entries", verbose_name="学时申报"
    )
    claim = models.ForeignKey(
        HoursClaim, models.PROTECT, related_name="entries", verbose_name="学时明细", db_index=False
    )
    hours = models.DecimalField("认定学时", max_digits=6, decimal_places=1)
    counted_hours = models.DecimalField("计入学时", max_digits=6, decimal_places=1)
    credits = models.DecimalField("学分", max_digits=6, decimal_places=2)
    recognised_at = models.DateTimeField("认定时间")
    reversal_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name="冲销",
    )
    reason = models.CharField("冲销理由", max_length=200, blank=True)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时台账"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="ledger_claim_once",
                fields=["claim"],
                condition=Q(reversal_of=None),
                violation_error_message="这条明细已经认定。",
            ),
            models.CheckConstraint(
                name="ledger_signs",
                condition=Q(
                    reversal_of=None,
                    hours__gt=0,
                    counted_hours__gte=0,
                    counted_hours__lte=F("hours"),
                )
                | Q(
                    reversal_of__isnull=False,
                    hours__lt=0,
                    counted_hours__lte=0,
                    counted_hours__gte=F("hours"),
                ),
                violation_error_message="认定为正数，冲销为负数，计入不超过认定。",
            ),
            models.CheckConstraint(
                name="ledger_reversal_has_reason",
                condition=Q(reversal_of=None) | ~Q(reason=""),
                violation_error_message="冲销须写明理由。",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "year", "held_on"], name="ledger_learner"),
            models.Index(fields=["school", "year", "-id"], name="ledger_school_newest"),
            models.Index(fields=["county", "year", "-id"], name="ledger_county_newest"),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.held_on} {self.counted_hours}"

    def get_absolute_url(self):
        return reverse("training:hours-claim-detail", args=[self.claim_id])

    @property
    def is_over_cap(self) -> bool:
        return abs(self.counted_hours) < abs(self.hours)


class LearnerYear(models.Model):
    """A learner's recognised total of one year, beside the ledger; at the learner's present school.

    Written only with the entries it sums; ``queries.mismatches`` compares the two."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="years", verbose_name="学员", db_index=False
    )
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="现任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    hours = models.DecimalField("计入学时", max_digits=8, decimal_places=1, default=0)
    credits = models.DecimalField("学分", max_digits=8, decimal_places=2, default=0)
    entry_count = models.PositiveIntegerField("台账条数", default=0)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度学时"
        constraints = [
            models.UniqueConstraint(
                name="learner_year_once",
                fields=["learner", "year"],
                violation_error_message="每位学员每年度只有一个合计。",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "year"], name="learner_year_school"),
            models.Index(fields=["county", "year"], name="learner_year_county"),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.year_id} {self.hours}"


class SchoolTotal(models.Model):
    """What was recognised at one school by direction and form, beside the ledger; at the school of
    the day of the event, where ``LearnerYear`` goes with the person.

    Written only with the entries it sums; ``queries.reconciled`` compares the two."""

    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="当日单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    hours = models.DecimalField("计入学时", max_digits=10, decimal_places=1, default=0)
    entry_count = models.PositiveIntegerField("台账条数", default=0)

    scope = Scope(county="county", school="school")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位年度学时"
        constraints = [
            models.UniqueConstraint(
                name="school_total_once",
                fields=["school", "year", "county", "direction", "form"],
                violation_error_message="每个单位每年度每个方向和形式只有一个合计。",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "year"], name="school_total_county"),
        ]

    def __str__(self):
        return f"{self.school_id} {self.year_id} {self.direction_id} {self.form} {self.hours}"
