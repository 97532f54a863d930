"""What a 县(区) says of its year, and the ledger of the training fund."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import FundKind, SummaryState
from training.models.catalogue import TrainingYear
from training.models.programmes import Programme


class CountySummary(models.Model):
    """One a 县(区) and training year, as text or file; the city answers with a comment."""

    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    text = models.TextField("总结", blank=True)
    attachments = models.ManyToManyField(
        Attachment, related_name="+", blank=True, verbose_name="总结文件"
    )
    state = models.CharField(
        "状态", max_length=10, choices=SummaryState, default=SummaryState.SUBMITTED
    )
    submitted_at = models.DateTimeField("报送时间")
    comment = models.TextField("市级意见", blank=True)
    commented_at = models.DateTimeField("反馈时间", null=True, blank=True)

    scope = Scope(county="county")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县(区)培训总结"
        ordering = ["-year__year", "county__precedence"]
        constraints = [
            models.UniqueConstraint(
                name="summary_once_a_year",
                fields=["county", "year"],
                violation_error_message="这一年度的培训总结已经报送。",
            ),
            models.CheckConstraint(
                name="summary_commented_with_words",
                condition=~Q(state="commented") | (~Q(comment="") & Q(commented_at__isnull=False)),
                violation_error_message="反馈须写明意见和时间。",
            ),
        ]

    def __str__(self):
        return f"{self.county.short_name}{self.year}培训总结"

    def get_absolute_url(self):
        return reverse("training:county-summary-detail", args=[self.pk])


class FundEntry(models.Model):
    """One line of the fund: planned or spent for a programme. Never changed: a mistake is
    reversed by the opposite line. ``reason`` is needed for that, and beyond the year's fund."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="fund_entries", verbose_name="培训项目"
    )
    kind = models.CharField("类别", max_length=10, choices=FundKind)
    amount = models.DecimalField("金额(元)", max_digits=12, decimal_places=2)
    booked_on = models.DateField("日期")
    voucher_no = models.CharField("凭证号", max_length=40, blank=True)
    evidence = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="凭证文件",
        db_index=False,
    )
    reversal_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversal",
        verbose_name="冲销的条目",
    )
    reason = models.CharField("说明", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="登记人",
        db_index=False,
    )
    entered_at = models.DateTimeField("登记时间")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训经费台账"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="fund_only_reversals_negative",
                condition=Q(reversal_of=None, amount__gt=0)
                | (Q(reversal_of__isnull=False, amount__lt=0) & ~Q(reason="")),
                violation_error_message="金额应大于 0；冲销须写明理由。",
            ),
            models.CheckConstraint(
                name="fund_actual_has_voucher",
                condition=~Q(kind="actual") | ~Q(voucher_no=""),
                violation_error_message="支出须填写凭证号。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount} 元：{self.programme.title}"

    def get_absolute_url(self):
        return reverse("training:fund-entry-detail", args=[self.pk])
