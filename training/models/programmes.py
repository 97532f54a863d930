"""Programmes of the city, their sessions, and the seats that go down to 县(区) and schools."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.enums import AREA_KINDS
from pueredu.units.models import Unit
from training.enums import (
    KINDS_TAKEN,
    EnrolmentState,
    ProgrammeAudience,
    RollUnit,
    SessionState,
    Stage,
    TrainingForm,
    TrainingLevel,
)
from training.models.catalogue import Direction, TrainingYear

HOLDING = (EnrolmentState.NOMINATED, EnrolmentState.ENROLLED)  # who holds a seat of a school


class Programme(models.Model):
    """What the city trains in a year: one title, one audience, one or several sessions.

    ``target`` people is what was promised where it was; a selective one takes whom 县(区) propose."""

    title = models.CharField("项目名称", max_length=120)
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度"
    )
    audience = models.CharField("培训对象", max_length=10, choices=ProgrammeAudience)
    stage = models.CharField("学段", max_length=12, choices=Stage, blank=True)
    form = models.CharField(
        "形式", max_length=30, choices=TrainingForm, default=TrainingForm.FACE_TO_FACE
    )
    level = models.CharField(
        "级别", max_length=10, choices=TrainingLevel, default=TrainingLevel.CITY
    )
    budget = models.DecimalField("预算(元)", max_digits=12, decimal_places=2, default=0)
    is_selective = models.BooleanField("须遴选", default=False)
    target = models.PositiveIntegerField("计划人数", default=0)
    source = models.CharField("依据", max_length=200, blank=True)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训项目"
        ordering = ["-year__year", "id"]
        constraints = [
            models.UniqueConstraint(
                name="programme_once_a_year",
                fields=["year", "title"],
                violation_error_message="这一年度已有同名的培训项目。",
            ),
            models.CheckConstraint(
                name="programme_budget_not_below_0",
                condition=Q(budget__gte=0),
                violation_error_message="预算不能小于 0。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:programme-detail", args=[self.pk])

    def takes(self, learner) -> bool:
        """Whether the learner is of its 学段 and of a kind among its audience; who is a host is not
        in the register (``queries.fitting_learners``)."""
        is_stage = not self.stage or self.stage == learner.stage
        return is_stage and learner.kind in KINDS_TAKEN[ProgrammeAudience(self.audience)]


class TrainingSessionQuerySet(ScopedQuerySet):
    def with_counts(self):
        """``taken`` are enrolled, ``queueing`` wait."""
        return self.annotate(
            taken=Count("enrolments", filter=Q(enrolments__state="enrolled")),
            queueing=Count("enrolments", filter=Q(enrolments__state="waiting")),
        )


class TrainingSession(models.Model):
    """One run of a programme. From its announcement on it knows its dates: ``quota_due_on`` for
    the 县(区), ``recall_on`` when unused seats come back, ``confirm_due_on`` for the roll.

    ``recalled_at`` says that seats came back: from then on a free seat is for who waits longest; ``pulled_at`` that the
    confirmed attendance was claimed as hours."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="sessions", verbose_name="培训项目"
    )
    title = models.CharField("班次名称", max_length=60)
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    since = models.DateField("开班日期")
    until = models.DateField("结班日期")
    place = models.CharField("地点", max_length=120)
    hours_per_day = models.DecimalField("每天学时", max_digits=3, decimal_places=1)
    roll_unit = models.CharField("签到", max_length=5, choices=RollUnit, default=RollUnit.HALF)
    seats = models.PositiveIntegerField("名额")
    enrolment_closes_on = models.DateField("报名截止")
    state = models.CharField(
        "状态", max_length=10, choices=SessionState, default=SessionState.DRAFT
    )
    quota_due_on = models.DateField("名额分配时限", null=True, blank=True)
    recall_on = models.DateField("名额收回日期", null=True, blank=True)
    recalled_at = models.DateTimeField("名额收回时间", null=True, blank=True)
    confirm_due_on = models.DateField("结班确认时限", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
        db_index=False,
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    pulled_at = models.DateTimeField("学时申报时间", null=True, blank=True, editable=False)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)

    scope = Scope()
    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训班次"
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["state", "since"], name="session_state")]
        constraints = [
            models.UniqueConstraint(
                name="session_once",
                fields=["programme", "title"],
                violation_error_message="这个项目已有同名的班次。",
            ),
            models.CheckConstraint(
                name="session_dates_in_order",
                condition=Q(until__gte=F("since"), enrolment_closes_on__lte=F("since")),
                violation_error_message="结班不能早于开班，报名截止不能晚于开班。",
            ),
            models.CheckConstraint(
                name="session_has_seats",
                condition=Q(seats__gt=0),
                violation_error_message="名额应大于 0。",
            ),
            models.CheckConstraint(
                name="session_hours_in_range",
                condition=Q(hours_per_day__gt=0, hours_per_day__lte=24),
                violation_error_message="每天学时应大于 0，不超过 24。",
            ),
            models.CheckConstraint(
                name="session_confirmed_when",
                condition=~Q(state="held") | Q(confirmed_at__isnull=False),
                violation_error_message="结班确认须记录时间。",
            ),
            models.CheckConstraint(
                name="session_cancel_has_reason",
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                violation_error_message="取消须写明原因。",
            ),
        ]

    def __str__(self):
        return f"{self.programme.title}（{self.title}）"

    def get_absolute_url(self):
        return reverse("training:training-session-detail", args=[self.pk])

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def hours(self):
        """Of one person present all the time."""
        return self.days * self.hours_per_day


class SeatQuotaQuerySet(ScopedQuerySet):
    def of_areas(self):
        """What the city gave: to the 县(区), and to itself for the schools directly under it."""
        return self.filter(unit__kind__in=AREA_KINDS)

    def of_schools(self):
        return self.exclude(unit__kind__in=AREA_KINDS)

    def with_use(self):
        """``used``: how many hold one of a school's seats; ``is_area`` tells the two tiers apart."""
        used = Count("holders", filter=Q(holders__state__in=HOLDING))
        return self.annotate(used=used, is_area=Q(unit=F("county")))


class SeatQuota(models.Model):
    """Seats of a session in one hand: an area's, or of them a school's."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="quotas", verbose_name="培训班次"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", editable=False
    )
    seats = models.PositiveIntegerField("名额")

    scope = Scope(county="county", school="unit")
    objects = SeatQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训名额"
        ordering = ["county__precedence", "unit__precedence", "id"]
        constraints = [
            models.UniqueConstraint(
                name="seat_quota_once",
                fields=["session", "unit"],
                violation_error_message="这个单位的名额已经分配。",
            ),
        ]

    def __str__(self):
        return f"{self.unit.short_name}：{self.session}"

    def get_absolute_url(self):
        return self.session.get_absolute_url()

    def save(self, *args, **kwargs):
        self.county_id = self.unit.area_id
        super().save(*args, **kwargs)
