"""Words against a list that was posted: settled before the list goes on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import ObjectionState
from training.models.batches import HoursBatch
from training.models.claims import HoursClaim
from training.models.people import Learner


class ObjectionQuerySet(ScopedQuerySet):
    def open(self):
        """Not settled yet: its list must wait."""
        return self.filter(state=ObjectionState.OPEN)


class Objection(models.Model):
    """About one learner's hours in one list. ``claim`` None: the learner is missing from it.

    ``school`` and ``county`` are the learner's, ``handler`` is who answers for the list and
    settles: the school, or the organ that had an organiser's list."""

    batch = models.ForeignKey(
        HoursBatch, models.PROTECT, related_name="objections", verbose_name="学时申报"
    )
    claim = models.ForeignKey(
        HoursClaim,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name="学时明细",
    )
    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="objections", verbose_name="学员"
    )
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="任教单位")
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    handler = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="处理单位")
    text = models.TextField("异议内容")
    state = models.CharField(
        "状态", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    raised_at = models.DateTimeField("提出时间")
    due_on = models.DateField("处理时限")
    answer = models.TextField("处理意见", blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)

    scope = Scope(county="county", school="school", unit="handler", person="learner__user")
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["handler", "state", "due_on"], name="objection_handler")]
        constraints = [
            models.UniqueConstraint(
                name="objection_one_open",
                fields=["batch", "learner"],
                condition=Q(state="open"),
                violation_error_message="您对这份名单的异议正在处理，处理后才能再提。",
            ),
            models.CheckConstraint(
                name="objection_has_words",
                condition=~Q(text=""),
                violation_error_message="请写明异议内容。",
            ),
            models.CheckConstraint(
                name="objection_settled_with_words",
                condition=Q(state="open", settled_at=None)
                | (~Q(state="open") & Q(settled_at__isnull=False) & ~Q(answer="")),
                violation_error_message="处理异议须写明意见和时间。",
            ),
            models.CheckConstraint(
                name="objection_settled_by_another",
                condition=Q(settled_by=None) | ~Q(settled_by=F("raised_by")),
                violation_error_message="提出人不能处理自己的异议，请换一位同志处理。",
            ),
        ]

    def __str__(self):
        return f"{self.learner.name}对“{self.batch}”的异议"

    def get_absolute_url(self):
        return reverse("training:objection-detail", args=[self.pk])
