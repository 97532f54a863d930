"""The year's plan with its mandatory topics, and each county's report that answers them."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from accountability.enums import ReportFileKind, ReportState, YearPlanState
from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit


class YearPlan(models.Model):
    """实施方案: what every county reports on this year, until when. Due before June [L]."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    title = models.CharField("方案名称", max_length=160)
    source = models.CharField("依据文件", max_length=200, blank=True)
    due_on = models.DateField("报送时限")
    lock_on = models.DateField("锁定日期")
    state = models.CharField(
        "状态", max_length=10, choices=YearPlanState, default=YearPlanState.DRAFT
    )
    opened_at = models.DateTimeField("下发时间", null=True, blank=True)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "述职实施方案"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="year_plan_lock_after_due",
                condition=Q(lock_on__gte=F("due_on")),
                violation_error_message="锁定日期不能早于报送时限。",
            ),
        ]

    def __str__(self):
        return self.title


class MandatoryTopic(models.Model):
    """必述问题: one or two a year, answered by every report."""

    plan = models.ForeignKey(
        YearPlan, models.CASCADE, related_name="topics", verbose_name="实施方案"
    )
    no = models.PositiveSmallIntegerField("序号")
    title = models.CharField("必述问题", max_length=160)
    text = models.TextField("要求", blank=True)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "必述问题"
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(
                name="topic_no_once_a_plan",
                fields=["plan", "no"],
                violation_error_message="同一方案中序号不能重复。",
            ),
        ]

    def __str__(self):
        return self.title


class ReportQuerySet(ScopedQuerySet):
    def open(self):
        """Asked for and not yet accepted."""
        return self.exclude(state=ReportState.ACCEPTED)

    def awaiting_county(self):
        return self.filter(state=ReportState.DRAFT)

    def awaiting_review(self):
        return self.filter(state=ReportState.SUBMITTED)

    def overdue(self, today):
        return self.awaiting_county().filter(plan__due_on__lt=today)

    def in_official_order(self):
        return self.select_related("plan", "county", "unit").order_by(
            "-plan__year", "county__precedence"
        )


class Report(models.Model):
    """述职报告 of one county in one year, signed by its party secretary on paper."""

    plan = models.ForeignKey(
        YearPlan, models.PROTECT, related_name="reports", verbose_name="实施方案"
    )
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="述职单位")
    state = models.CharField("状态", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    signatory = models.CharField("签批人（职务）", max_length=60, blank=True)
    signed_on = models.DateField("签批日期", null=True, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)
    return_comment = models.TextField("修改完善意见", blank=True)
    unlocked_until = models.DateField("延长报送至", null=True, blank=True)

    scope = Scope(county="county", unit="unit")
    objects = ReportQuerySet.as_manager()

    # ``str`` of a report, for the database
    TITLE = Concat(
        "county__short_name",
        Cast("plan__year", models.CharField()),
        Value("年度教育工作述职报告"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "述职报告"
        ordering = ["-plan__year", "county__precedence"]
        indexes = [
            models.Index(fields=["county", "state"], name="report_county"),
            models.Index(fields=["unit", "state"], name="report_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="report_once_a_year",
                fields=["plan", "county"],
                violation_error_message="该县(区)本年度已有述职报告。",
            ),
            models.CheckConstraint(
                name="report_submitted_is_signed",
                condition=Q(state="draft")
                | (Q(submitted_at__isnull=False) & Q(signed_on__isnull=False) & ~Q(signatory="")),
                violation_error_message="报送前须登记签批人和签批日期。",
            ),
            models.CheckConstraint(
                name="report_accepted_is_dated",
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                violation_error_message="接收须记录时间。",
            ),
        ]

    def __str__(self):
        return f"{self.county.short_name}{self.plan.year}年度教育工作述职报告"

    def get_absolute_url(self):
        return reverse("accountability:report-detail", args=[self.pk])

    @property
    def locks_on(self):
        """The last day on which it may be submitted: the plan's lock, or the extension."""
        return max(self.plan.lock_on, self.unlocked_until or self.plan.lock_on)

    @property
    def is_late(self) -> bool:
        """Whether it first came after the due date; seen by the county and the Secretariat only."""
        first = self.first_submitted_at
        return first is not None and timezone.localtime(first).date() > self.plan.due_on


class TopicAnswer(models.Model):
    """Where the report answers a mandatory topic: a pointer into it, or words."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="answers", verbose_name="述职报告"
    )
    topic = models.ForeignKey(
        MandatoryTopic, models.PROTECT, related_name="answers", verbose_name="必述问题"
    )
    pointer = models.CharField("报告中的位置", max_length=120, blank=True)
    text = models.TextField("回应", blank=True)

    scope = Scope(county="report__county", unit="report__unit")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "必述问题回应"
        ordering = ["topic__no"]
        constraints = [
            models.UniqueConstraint(name="answer_once_a_topic", fields=["report", "topic"]),
            models.CheckConstraint(
                name="answer_not_empty",
                condition=~Q(pointer="") | ~Q(text=""),
                violation_error_message="请写明在报告中的位置，或直接填写回应。",
            ),
        ]

    def __str__(self):
        return f"{self.report_id}·{self.topic_id}"


class ReportFile(models.Model):
    """One version of a report's paper; earlier versions stay (a trigger refuses their change)."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="files", verbose_name="述职报告"
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="文件"
    )
    kind = models.CharField("文件种类", max_length=10, choices=ReportFileKind)
    version = models.PositiveSmallIntegerField("版次")

    scope = Scope(county="report__county", unit="report__unit")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "述职报告文件"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="report_file_version_once", fields=["report", "kind", "version"]
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} 第{self.version}版"
