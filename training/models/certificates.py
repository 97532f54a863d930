"""A single certificate that a teacher sends from the phone; the school takes it into the chain."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import CertificateState, TrainingForm, TrainingLevel
from training.models.catalogue import Direction
from training.models.claims import HoursClaim
from training.models.people import Learner


class Certificate(models.Model):
    """``school`` is the learner's when it was sent; once accepted, ``claim`` goes through the chain."""

    learner = models.ForeignKey(
        Learner, models.PROTECT, related_name="certificates", verbose_name="学员"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    title = models.CharField("培训名称", max_length=120)
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    held_on = models.DateField("培训日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    organiser = models.CharField("主办单位", max_length=120)
    attachments = models.ManyToManyField(Attachment, related_name="+", verbose_name="证书")
    state = models.CharField(
        "状态", max_length=10, choices=CertificateState, default=CertificateState.SUBMITTED
    )
    submitted_at = models.DateTimeField("上报时间")
    due_on = models.DateField("学校审核时限", null=True, blank=True)
    return_comment = models.TextField("退回意见", blank=True)
    claim = models.OneToOneField(
        HoursClaim,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="certificate",
        verbose_name="学时明细",
    )

    scope = Scope(county="county", school="school", person="learner__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "教师证书"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["school", "state", "due_on"], name="certificate_school"),
            models.Index(fields=["county", "-id"], name="certificate_county"),
        ]
        constraints = [
            models.CheckConstraint(
                name="certificate_hours_in_range",
                condition=Q(hours__gt=0, hours__lte=400),
                violation_error_message="学时应大于 0，不超过 400。",
            ),
            models.CheckConstraint(
                name="certificate_return_words",
                condition=~Q(state="returned") | ~Q(return_comment=""),
                violation_error_message="退回须写明意见。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:certificate-detail", args=[self.pk])
