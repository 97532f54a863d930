"""What a school files, or an organiser's list brings: a batch of claims that goes through the chain."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import OPEN_STATES, BatchSource, BatchState
from training.models.catalogue import TrainingYear
from training.models.samples import SampleCheck


class HoursBatchQuerySet(ScopedQuerySet):
    def open(self):
        """Not yet recognised: somebody owes the next step."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def with_units(self):
        """The joins that a list shows."""
        return self.select_related("school", "county", "year", "unit")


class HoursBatch(models.Model):
    """What is filed at once. ``due_on`` is the date of its next step; ``return_comment`` stands
    from a return until it is filed anew. ``token`` makes a double click one batch.

    ``posting_ends_on`` is the last day for objections and stays as long as what was posted stands.
    ``unit`` is the organ that had an organiser's list; such a batch has no ``school``. ``sample``
    is the draw that the batch's present step waits for."""

    title = models.CharField("名称", max_length=160)
    source = models.CharField("来源", max_length=12, choices=BatchSource)
    school = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申报单位",
        db_index=False,
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传单位",
        db_index=False,
    )
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    state = models.CharField("状态", max_length=12, choices=BatchState, default=BatchState.DRAFT)
    claim_count = models.PositiveIntegerField("人次", default=0)
    hours_total = models.DecimalField("学时合计", max_digits=10, decimal_places=1, default=0)
    token = models.UUIDField("防重复标识", null=True, blank=True, unique=True, editable=False)
    due_on = models.DateField("下一步时限", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
        db_index=False,
    )
    created_at = models.DateTimeField("登记时间")
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公示人",
        db_index=False,
    )
    posted_on = models.DateField("公示起", null=True, blank=True)
    posting_ends_on = models.DateField("公示止", null=True, blank=True)
    posting_contact = models.CharField("公示联系人和电话", max_length=80, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申报人",
        db_index=False,
    )
    filed_at = models.DateTimeField("申报时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
        db_index=False,
    )
    verified_at = models.DateTimeField("审核时间", null=True, blank=True)
    recognised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认定人",
        db_index=False,
    )
    recognised_at = models.DateTimeField("认定时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="退回人",
        db_index=False,
    )
    return_comment = models.TextField("退回意见", blank=True)
    sample = models.ForeignKey(
        SampleCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="batches",
        verbose_name="本次抽查",
    )
    attachments = models.ManyToManyField(
        Attachment, related_name="+", blank=True, verbose_name="佐证材料"
    )

    scope = Scope(county="county", school="school")
    objects = HoursBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时申报"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["school", "state", "due_on"], name="batch_school"),
            models.Index(fields=["county", "state", "due_on"], name="batch_county"),
            models.Index(fields=["state", "due_on"], name="batch_state"),
            # the newest first, as the list of a 县(区) begins; the city's walks the primary key
            models.Index(fields=["county", "-id"], name="batch_county_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_verifier_not_filer",
                condition=Q(verified_by=None) | Q(filed_by=None) | ~Q(verified_by=F("filed_by")),
                violation_error_message="申报人不能审核自己的申报，请换一位同志审核。",
            ),
            models.CheckConstraint(
                name="batch_recogniser_not_before",
                condition=Q(recognised_by=None)
                | (
                    (Q(filed_by=None) | ~Q(recognised_by=F("filed_by")))
                    & (Q(verified_by=None) | ~Q(recognised_by=F("verified_by")))
                ),
                violation_error_message="申报人和审核人不能认定，请换一位同志认定。",
            ),
            models.CheckConstraint(
                name="batch_filed_when",
                condition=Q(state__in=["draft", "posted"]) | Q(filed_at__isnull=False),
                violation_error_message="申报须记录时间。",
            ),
            models.CheckConstraint(
                name="batch_verified_when",
                condition=~Q(state__in=["verified", "recognised"]) | Q(verified_at__isnull=False),
                violation_error_message="审核须记录时间。",
            ),
            models.CheckConstraint(
                name="batch_recognised_when",
                condition=~Q(state="recognised") | Q(recognised_at__isnull=False),
                violation_error_message="认定须记录时间。",
            ),
            models.CheckConstraint(
                name="batch_return_has_comment",
                condition=Q(returned_by=None) | ~Q(return_comment=""),
                violation_error_message="退回须写明意见。",
            ),
            models.CheckConstraint(
                name="batch_posted_from_to",
                condition=(
                    Q(posted_on=None, posting_ends_on=None) & ~Q(state="posted")
                    | Q(posted_on__isnull=False, posting_ends_on__gt=F("posted_on"))
                ),
                violation_error_message="公示须有起止日期，止应晚于起。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:hours-batch-detail", args=[self.pk])

    @property
    def is_returned(self) -> bool:
        """Back at the school with a comment, not filed anew."""
        return self.state == BatchState.DRAFT and bool(self.return_comment)

    @property
    def handler(self) -> Unit | None:
        """Who answers for the list: the school that files it, or the organ that had it."""
        return self.school or self.unit

    @property
    def state_label(self) -> str:
        return "退回待完善" if self.is_returned else self.get_state_display()
