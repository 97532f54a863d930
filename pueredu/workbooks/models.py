"""An import as a job that survives closing the page, and its rows before they count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from pueredu.workbooks.enums import APPLICABLE, ImportState, Verdict


class ImportJobQuerySet(ScopedQuerySet):
    def awaiting_check(self):
        """Uploaded and not looked at yet: also those whose doorbell was lost."""
        return self.filter(state=ImportState.UPLOADED)

    def awaiting_apply(self):
        """Confirmed by a person and not imported yet."""
        return self.filter(state=ImportState.CHECKED, confirmed_by__isnull=False)

    def applied_like(self, job):
        """Earlier imports of the same bytes for the same place."""
        same = {name: getattr(job, name) for name in ("kind", "sha256", "unit_id")}
        return self.filter(**same, state=ImportState.APPLIED).exclude(pk=job.pk)


class ImportJob(models.Model):
    """`kind` is the key of a SheetKind; `unit` is the place, of which county and school follow."""

    kind = models.CharField("表格种类", max_length=60)
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="+", verbose_name="文件")
    sha256 = models.CharField("校验值", max_length=64)
    state = models.CharField(
        "状态", max_length=12, choices=ImportState, default=ImportState.UPLOADED
    )
    stage = models.CharField("当前步骤", max_length=40, blank=True)
    done = models.PositiveIntegerField("已处理行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    counts = models.JSONField("行数统计", default=dict, blank=True)
    notes = models.JSONField("文件提示", default=list, blank=True)
    messages = models.JSONField("问题汇总", default=list, blank=True)
    outcome = models.JSONField("导入结果", default=dict, blank=True)
    county = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县(区)"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("检查时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)

    scope = Scope(county="county", school="school", unit="unit", person="uploaded_by")
    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入任务"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "sha256"], name="import_job_same_file"),
            models.Index(
                fields=["id"],
                name="import_job_open",
                condition=Q(state__in=[ImportState.UPLOADED, ImportState.CHECKED]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="import_applied_was_confirmed",
                condition=~Q(state=ImportState.APPLIED)
                | Q(confirmed_by__isnull=False, applied_at__isnull=False),
                violation_error_message="导入须先由经办人确认。",
            ),
        ]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("workbooks:import-job-detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Whether something is being done in the background: the page asks again."""
        confirmed = self.state == ImportState.CHECKED and self.confirmed_by_id is not None
        return self.state == ImportState.UPLOADED or confirmed


class StagedRowQuerySet(ScopedQuerySet):
    def applicable(self):
        """The rows that importing would write, in the order of the file."""
        return self.filter(verdict__in=APPLICABLE).order_by("row_no")

    def faulty(self):
        """The rows that stay out, in the order of the file."""
        return self.filter(verdict=Verdict.ERROR).order_by("row_no")


class StagedRow(models.Model):
    """One row read: `values` by field name, `messages` as lists of level, column and text."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", verbose_name="导入任务")
    row_no = models.PositiveIntegerField("行号")
    values = models.JSONField("内容")
    verdict = models.CharField("判定", max_length=8, choices=Verdict)
    messages = models.JSONField("问题", default=list)

    scope = Scope(
        county="job__county",
        school="job__school",
        unit="job__unit",
        person="job__uploaded_by",
    )
    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待导入行"
        ordering = ["job", "row_no"]
        constraints = [
            models.UniqueConstraint(name="staged_row_once", fields=["job", "row_no"]),
        ]
        indexes = [models.Index(fields=["job", "verdict", "row_no"], name="staged_row_verdict")]

    def __str__(self):
        return f"第 {self.row_no} 行"
