"""What a school files: a batch of claims, each one learner at one event on one day."""

import hashlib
import unicodedata
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import (
    OPEN_STATES,
    BatchSource,
    BatchState,
    TrainingForm,
    TrainingLevel,
)
from training.models.catalogue import Direction, TrainingYear
from training.models.people import Learner


def event_key(title: str, held_on: date, form: str) -> str:
    """The same event written by two lists gives the same key: width, case and marks do not count."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", title).casefold() if sign.isalnum()
    )
    text = f"{held_on.isoformat()}|{form}|{plain}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class TrainingActivity(models.Model):
    """One event as one filer entered it; ``event_key`` finds the same event in other lists."""

    title = models.CharField("活动名称", max_length=120)
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    held_on = models.DateField("活动日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    organiser = models.CharField("主办单位", max_length=120, blank=True)
    school = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申报单位"
    )
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    source = models.CharField("来源", max_length=12, choices=BatchSource)
    event_key = models.CharField("活动识别键", max_length=32, editable=False)

    scope = Scope(county="county", school="school")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训活动"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="activity_once_a_school",
                fields=["school", "event_key"],
                violation_error_message="本校已登记同名同日同形式的活动。",
            ),
            models.CheckConstraint(
                name="activity_hours_in_range",
                condition=Q(hours__gt=0, hours__lte=400),
                violation_error_message="学时应大于 0，不超过 400。",
            ),
        ]
        indexes = [models.Index(fields=["county", "-held_on"], name="train_activity_county")]

    def __str__(self):
        return self.title


class HoursBatchQuerySet(ScopedQuerySet):
    def open(self):
        """Not yet recognised: somebody owes the next step."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def with_units(self):
        """The joins that a list shows."""
        return self.select_related("school", "county", "year")


class HoursBatch(models.Model):
    """What is filed at once. ``due_on`` is the date of its next step; ``return_comment`` stands
    from a return until it is filed anew. ``token`` makes a double click one batch."""

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

    scope = Scope(county="county", school="school")
    objects = HoursBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时申报"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["school", "state", "due_on"], name="batch_school"),
            models.Index(fields=["county", "state", "due_on"], name="batch_county"),
            models.Index(fields=["state", "due_on"], name="batch_state"),
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
                condition=Q(state="draft") | Q(filed_at__isnull=False),
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
    def state_label(self) -> str:
        return "退回待完善" if self.is_returned else self.get_state_display()


class HoursClaim(models.Model):
    """One learner's hours at one event, with the school and county of the day of the event."""

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
    is_void = models.BooleanField("已冲销", default=False)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = ScopedQuerySet.as_manager()

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
        ]
        indexes = [
            models.Index(fields=["school", "-held_on"], name="claim_school"),
            models.Index(fields=["county", "-held_on"], name="claim_county"),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.held_on} {self.hours}"
