"""Who learns, and where that person has been: a transfer moves the person, never the past."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from pueredu.kit.constraints import no_identity_number
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import Audience, LearnerKind, LearnerStatus, PlacementReason, Stage


class LearnerQuerySet(ScopedQuerySet):
    def active(self):
        """In service: the only ones on a roster."""
        return self.filter(status=LearnerStatus.ACTIVE)

    def named(self):
        """Everybody once: without the records that were merged into another."""
        return self.exclude(status=LearnerStatus.MERGED)

    def of_school(self, school):
        """The learners of a school, and of its points when it is a 中心学校."""
        return self.filter(Q(school=school) | Q(school__parent=school))

    def bound(self, stages):
        """Those whom the yearly requirement binds: in service, no officials, of these 学段."""
        return self.active().exclude(kind=LearnerKind.OFFICIAL).filter(stage__in=stages)


class Learner(models.Model):
    """Teacher, school head or education official. ``code`` is that of the national teacher
    register where known, else ours; studios name a learner by it. A second record of the same
    person is kept, ``merged_into`` the first, so that its code still finds the person."""

    code = models.CharField("教师编号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField("姓名排序键", max_length=120, editable=False)
    kind = models.CharField("类别", max_length=20, choices=LearnerKind, default=LearnerKind.TEACHER)
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="learners", verbose_name="现任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name="县(区)",
        editable=False,
        db_index=False,
    )
    stage = models.CharField("学段", max_length=12, choices=Stage, blank=True)
    subject = models.CharField("学科", max_length=30, blank=True)
    professional_title = models.CharField("职称", max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="learner",
        verbose_name="账号",
    )
    status = models.CharField(
        "状态", max_length=10, choices=LearnerStatus, default=LearnerStatus.ACTIVE
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name="并入",
    )

    scope = Scope(county="county", school="school", person="user")
    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学员"
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="learner_named",
                condition=~Q(name="") & ~Q(code=""),
                violation_error_message="请填写姓名和教师编号。",
            ),
            no_identity_number("code", name="learner_no_identity_number"),
            models.CheckConstraint(
                name="learner_merged_somewhere",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                violation_error_message="已并入的登记须写明并入哪一位学员。",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "name_key"], name="learner_school"),
            models.Index(fields=["county", "name_key"], name="learner_county"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("training:learner-detail", args=[self.pk])

    @property
    def state(self) -> str:
        """The status by the name that every flow asks for."""
        return self.status

    @state.setter
    def state(self, value: str) -> None:
        self.status = value

    @property
    def audience(self) -> str:
        """Whose directions count for this learner."""
        return Audience.OFFICIAL if self.kind == LearnerKind.OFFICIAL else Audience.TEACHER

    def save(self, *args, **kwargs):
        self.name_key = pinyin_key(self.name)[:120]
        self.county_id = self.school.area_id
        super().save(*args, **kwargs)


class PeriodQuerySet(ScopedQuerySet):
    """Rows of a learner's past that follow one another by ``since`` and ``until``."""

    def current(self):
        """The one row of each learner that has no end."""
        return self.filter(until=None)

    def on(self, day):
        """The row of each learner on ``day``."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class PlacementQuerySet(PeriodQuerySet):
    def entering(self):
        """Those by which somebody came, or came back: no other ends on the day before."""
        before = self.model.objects.filter(
            learner=OuterRef("learner"), until=OuterRef("since") - timedelta(days=1)
        )
        return self.filter(~Exists(before))


class Placement(models.Model):
    """A learner's time at one school. Rights to it follow the school it was at."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="placements", verbose_name="学员"
    )
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="任教单位")
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", editable=False
    )
    reason = models.CharField("事由", max_length=20, choices=PlacementReason)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任教经历"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="placement_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="任教止不能早于任教起。",
            ),
            models.UniqueConstraint(
                name="placement_one_current",
                fields=["learner"],
                condition=Q(until=None),
                violation_error_message="学员同时只能有一个现任教单位。",
            ),
        ]
        indexes = [
            # who came, or moved, in a training year: only they can owe less than a whole year
            models.Index(fields=["since"], name="placement_since"),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.since}"

    def save(self, *args, **kwargs):
        self.county_id = self.school.area_id
        super().save(*args, **kwargs)


class StatusPeriod(models.Model):
    """A learner's time in one status; ``Learner.status`` is that of the row without an end.

    ``school`` and ``county`` are those of the day on which it was recorded."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="periods", verbose_name="学员"
    )
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="任教单位")
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", editable=False
    )
    status = models.CharField("状态", max_length=10, choices=LearnerStatus)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, default="", db_default="", blank=True)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "状态经历"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                name="period_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="状态的止不能早于起。",
            ),
            models.UniqueConstraint(
                name="period_one_current",
                fields=["learner"],
                condition=Q(until=None),
                violation_error_message="学员同时只能有一个现在的状态。",
            ),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.status} {self.since}"

    def save(self, *args, **kwargs):
        self.county_id = self.school.area_id
        super().save(*args, **kwargs)
