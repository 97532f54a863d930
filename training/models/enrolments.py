"""Who goes to a session, who waits, whom a 县(区) proposes."""

from django.db import models
from django.db.models import Q

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import EnrolmentState
from training.models.people import Learner
from training.models.programmes import HOLDING, SeatQuota, TrainingSession


class EnrolmentQuerySet(ScopedQuerySet):
    def holding(self):
        """Those who hold a seat: enrolled, or proposed for a selection."""
        return self.filter(state__in=HOLDING)

    def not_withdrawn(self):
        return self.exclude(state=EnrolmentState.WITHDRAWN)


class Enrolment(models.Model):
    """One learner at one session, with the school and county of the day. ``filer`` is the school
    that enrolled, ``quota`` the seats of which one is held; who waits holds none. ``rank`` is the
    place that the 县(区) gave among its own."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="enrolments", verbose_name="培训班次"
    )
    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="enrolments", verbose_name="学员"
    )
    filer = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="报名单位", db_index=False
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    quota = models.ForeignKey(
        SeatQuota,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holders",
        verbose_name="所占名额",
    )
    state = models.CharField("状态", max_length=10, choices=EnrolmentState)
    rank = models.PositiveSmallIntegerField("推荐排序", null=True, blank=True)
    enrolled_at = models.DateTimeField("报名时间")

    scope = Scope(county="county", school="school", person="learner__user")
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训报名"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["school", "-id"], name="enrolment_school"),
            models.Index(fields=["county", "-id"], name="enrolment_county"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="enrolment_once",
                fields=["session", "learner"],
                condition=~Q(state="withdrawn"),
                violation_error_message="该学员已经报名这个班次。",
            ),
            models.CheckConstraint(
                name="enrolment_holds_a_seat",
                condition=Q(state__in=["nominated", "enrolled"], quota__isnull=False)
                | Q(state__in=["waiting", "withdrawn"], quota=None),
                violation_error_message="已录取或待遴选的须占用一个名额。",
            ),
        ]

    def __str__(self):
        return f"{self.learner.name}：{self.session}"

    def get_absolute_url(self):
        return self.session.get_absolute_url()
