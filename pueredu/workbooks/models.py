"""An import as a job that survives closing the page, and its rows before they count."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from pueredu.workbooks.enums import ImportState


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

    def read_like(self, job):
        """Other imports whose rows were read from the same bytes in the same way."""
        return self.filter(digest=job.digest).exclude(pk=job.pk).order_by("-id")


class ImportJob(models.Model):
    """``kind`` is the key of a SheetKind; ``unit`` is the place, of which county and school follow.

    ``digest`` names what was read (file, form and ``corrections``), ``reading`` says how it went;
    ``corrections`` tell by field name what a typed text shall mean, chosen among ``suggestions``.
    """

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
    digest = models.CharField("读取指纹", max_length=64, blank=True)
    reading = models.JSONField("读取情况", default=dict, blank=True)
    suggestions = models.JSONField("更正建议", default=list, blank=True)
    corrections = models.JSONField("所选更正", default=dict, blank=True)
    outcome = models.JSONField("导入结果", default=dict, blank=True)
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    school = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
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
            models.Index(fields=["digest"], name="import_job_same_reading"),
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
    def faulty(self):
        """The rows that stay out, in the order of the file."""
        return self.exclude(misread=None, fault=None).order_by("row_no")


class StagedRow(models.Model):
    """One row read: ``cells`` as text in the order of the form's columns. ``misread`` says by field
    name which cells could not be read, ``fault`` (field name, text) why a readable row stays out.

    A cache of the file, in an unlogged table without a constraint to the job: what a crash of the
    database takes is read from the file again.
    """

    pk = models.CompositePrimaryKey("job_id", "row_no", verbose_name="主键")
    job = models.ForeignKey(
        ImportJob,
        models.CASCADE,
        related_name="rows",
        verbose_name="导入任务",
        db_index=False,
        db_constraint=False,
    )
    row_no = models.PositiveIntegerField("行号")
    cells = ArrayField(models.TextField(null=True), verbose_name="内容")
    misread = models.JSONField("无法读取", null=True)
    fault = models.JSONField("错误", null=True)
    is_hidden = models.BooleanField("隐藏行")

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

    def __str__(self):
        return f"第 {self.row_no} 行"


class ImportedRecord(models.Model):
    """A record that an import wrote and that undoing it must find again: ``before`` holds what was
    changed, or nothing for a record that was added. Written by the kind's own SQL."""

    pk = models.CompositePrimaryKey("job_id", "record_id", verbose_name="主键")
    job = models.ForeignKey(
        ImportJob, models.CASCADE, related_name="records", verbose_name="导入任务", db_index=False
    )
    record_id = models.BigIntegerField("记录编号")
    before = models.JSONField("导入前内容", null=True)

    scope = Scope(
        county="job__county",
        school="job__school",
        unit="job__unit",
        person="job__uploaded_by",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入的记录"
        ordering = ["job", "record_id"]

    def __str__(self):
        return f"记录 {self.record_id}"
