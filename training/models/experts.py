"""The city's team of experts, what learners want, and what they say afterwards."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.models.catalogue import Direction, TrainingYear
from training.models.enrolments import Enrolment
from training.models.people import Learner
from training.models.programmes import TrainingSession

MARKS = [MinValueValidator(1), MaxValueValidator(5)]


class Expert(models.Model):
    """Somebody of the 市级培训专家团队 for a term: a learner of ours or a person from outside."""

    name = models.CharField("姓名", max_length=40)
    learner = models.ForeignKey(
        Learner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学员"
    )
    subject = models.CharField("学科或领域", max_length=40)
    office = models.CharField("工作单位", max_length=80, blank=True)
    since = models.DateField("聘期起")
    until = models.DateField("聘期止")
    sessions = models.ManyToManyField(
        TrainingSession, related_name="experts", blank=True, verbose_name="授课班次"
    )

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训专家"
        ordering = ["-until", "name", "id"]
        constraints = [
            models.CheckConstraint(
                name="expert_term_in_order",
                condition=Q(until__gt=F("since")),
                violation_error_message="聘期止应晚于聘期起。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("training:expert-list")


class NeedsAnswer(models.Model):
    """Which directions somebody wants trained in a year. Read as counts only."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="+", verbose_name="学员")
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    directions = models.ManyToManyField(Direction, related_name="+", verbose_name="希望培训的方向")
    answered_at = models.DateTimeField("填写时间")

    scope = Scope(county="county", school="school", person="learner__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训需求"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="needs_once_a_year",
                fields=["learner", "year"],
                violation_error_message="这一年度的培训需求已经填写。",
            ),
        ]

    def __str__(self):
        return f"{self.learner_id} {self.year_id}"


class Evaluation(models.Model):
    """Three marks from 1 to 5 by somebody who was there. Read as totals only."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="evaluation", verbose_name="培训报名"
    )
    content = models.PositiveSmallIntegerField("内容是否切合需要", validators=MARKS)
    teaching = models.PositiveSmallIntegerField("讲授质量", validators=MARKS)
    service = models.PositiveSmallIntegerField("组织和服务", validators=MARKS)
    evaluated_at = models.DateTimeField("评价时间")

    scope = Scope(person="enrolment__learner__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训评价"
        constraints = [
            models.CheckConstraint(
                name="evaluation_marks_in_range",
                condition=Q(content__range=(1, 5), teaching__range=(1, 5), service__range=(1, 5)),
                violation_error_message="评价应在 1 到 5 之间。",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment_id}"
