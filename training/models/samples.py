"""A seeded random sample of claims whose evidence is looked at, instead of a click for every line."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import CheckTier, CheckVerdict


class SampleCheckQuerySet(ScopedQuerySet):
    def with_progress(self):
        """``drawn`` lines, of which ``checked`` were looked at and ``failed`` were not in order."""
        return self.annotate(
            drawn=Count("rows"),
            checked=Count("rows", filter=~Q(rows__verdict="")),
            failed=Count("rows", filter=Q(rows__verdict=CheckVerdict.NOT_IN_ORDER)),
        )


class SampleCheck(models.Model):
    """One draw over all batches that waited: the same seed over the same claims gives the same
    rows. ``county`` is the area of the tier that drew, the city's for the city."""

    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    tier = models.CharField("层级", max_length=10, choices=CheckTier)
    seed = models.BigIntegerField("随机种子")
    share = models.DecimalField("抽查比例", max_digits=4, decimal_places=3)
    minimum = models.PositiveIntegerField("最少人次")
    population = models.PositiveIntegerField("抽查范围(人次)", default=0)
    batch_count = models.PositiveIntegerField("批次", default=0)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="抽取人"
    )
    drawn_at = models.DateTimeField("抽取时间")

    scope = Scope(county="county")
    objects = SampleCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查"
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "-id"], name="sample_county_newest")]
        constraints = [
            models.CheckConstraint(
                name="sample_share_in_range",
                condition=Q(share__gte=0, share__lte=1),
                violation_error_message="抽查比例应在 0 与 1 之间。",
            ),
        ]

    def __str__(self):
        return f"{self.get_tier_display()}第{self.pk}次"

    def get_absolute_url(self):
        return reverse("training:sample-check-detail", args=[self.pk])


class SampledClaim(models.Model):
    """One drawn line and what was found. ``label`` says what it was, ``learner`` and ``event_key``
    who and which event, also when a returned batch has lost the line since."""

    sample = models.ForeignKey(
        SampleCheck, models.PROTECT, related_name="rows", verbose_name="抽查"
    )
    batch = models.ForeignKey(
        "training.HoursBatch",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sampled",
        verbose_name="学时申报",
    )
    claim = models.ForeignKey(
        "training.HoursClaim",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sampled",
        verbose_name="学时明细",
    )
    label = models.CharField("内容", max_length=300)
    learner = models.ForeignKey(
        "training.Learner",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="学员",
        db_index=False,
        editable=False,
    )
    event_key = models.CharField("活动识别键", max_length=32, default="", editable=False)
    verdict = models.CharField("结论", max_length=12, choices=CheckVerdict, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核查人",
        db_index=False,
    )
    checked_at = models.DateTimeField("核查时间", null=True, blank=True)

    scope = Scope(county="sample__county")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查明细"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["learner", "event_key"],
                name="sampled_faulty",
                condition=Q(verdict=CheckVerdict.NOT_IN_ORDER),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="sampled_claim_once",
                fields=["sample", "claim"],
                violation_error_message="这条明细已在本次抽查中。",
            ),
            models.CheckConstraint(
                name="sampled_verdict_when",
                condition=Q(verdict="", checked_at=None)
                | (~Q(verdict="") & Q(checked_at__isnull=False)),
                violation_error_message="核查结论须记录时间。",
            ),
            models.CheckConstraint(
                name="sampled_fault_has_note",
                condition=~Q(verdict="not_in_order") | ~Q(note=""),
                violation_error_message="不符合的须写明问题。",
            ),
        ]

    def __str__(self):
        return self.label
