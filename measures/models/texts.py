"""The ten numbered places, their dated texts, the themes of the letter, and the documents."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from measures.enums import DocumentKind, Matching, TextState
from pueredu.kit.scoping import Scope, ScopedQuerySet


class PolicyDocumentQuerySet(ScopedQuerySet):
    def demanding(self):
        """Documents that every 县(区) must answer with its own; all others can never be overdue."""
        return self.filter(matching=Matching.REQUIRED)


class PolicyDocument(models.Model):
    """A document in force, registered with or without its text."""

    code = models.CharField("代号", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=20, choices=DocumentKind)
    title = models.CharField("文件名称", max_length=200)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    text_state = models.CharField(
        "文本状态", max_length=10, choices=TextState, default=TextState.PENDING
    )
    text = models.TextField("正文", blank=True)
    matching = models.CharField(
        "配套要求", max_length=12, choices=Matching, default=Matching.NOT_REQUIRED
    )
    matching_reason = models.CharField("配套要求的依据", max_length=200, blank=True)
    precedence = models.PositiveIntegerField("排序号", default=0)
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)

    scope = Scope()
    objects = PolicyDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"
        ordering = ["precedence", "code"]
        constraints = [
            models.CheckConstraint(
                name="policy_text_as_stated",
                condition=Q(text_state=TextState.PENDING, text="")
                | (Q(text_state=TextState.ENTERED) & ~Q(text="")),
                violation_error_message="录入正文后请把文本状态改为“已录入”；没有正文的不能标为已录入。",
            ),
            models.CheckConstraint(
                name="policy_matching_has_basis",
                condition=~Q(matching=Matching.REQUIRED) | ~Q(matching_reason=""),
                violation_error_message="要求县(区)配套的，请写明依据；没有依据的默认不要求。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:policy-document-detail", args=[self.pk])


class MeasureQuerySet(ScopedQuerySet):
    def with_text_on(self, day):
        """Adds ``now_version``, ``now_title``, ``now_since`` and ``now_text_state``: those of
        ``version_on(day)``, empty where there is none."""
        begun = Q(since=None) | Q(since__lte=day)
        own = MeasureVersion.objects.filter(begun, measure=OuterRef("pk")).order_by("-version")
        names = ("version", "title", "since", "text_state")
        return self.annotate(**{f"now_{name}": Subquery(own.values(name)[:1]) for name in names})


class Measure(models.Model):
    """One of the ten places. What stands in it is a version."""

    no = models.PositiveSmallIntegerField("序号", unique=True)

    scope = Scope()
    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "十条措施"
        ordering = ["no"]
        constraints = [
            models.CheckConstraint(
                name="measure_no_1_to_10",
                condition=Q(no__gte=1, no__lte=10),
                violation_error_message="十条措施的序号应在 1 到 10 之间。",
            ),
        ]

    def __str__(self):
        return f"第{self.no}条"

    def get_absolute_url(self):
        return reverse("measures:measure-detail", args=[self.pk])

    def version_on(self, day):
        """The version in force on ``day``; one without a date counts as always in force."""
        dated = [row for row in self.versions.all() if row.since is None or row.since <= day]
        return max(dated, key=lambda row: row.version, default=None)


class MeasureVersion(models.Model):
    """The dated text of a measure; a revision adds a version and leaves the old one."""

    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="versions", verbose_name="措施"
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("标题", max_length=200, default=TextState.PENDING.label)
    text_state = models.CharField(
        "文本状态", max_length=10, choices=TextState, default=TextState.PENDING
    )
    full_text = models.TextField("正文", blank=True)
    since = models.DateField("施行日期", null=True, blank=True)
    source_document = models.ForeignKey(
        PolicyDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_versions",
        verbose_name="依据文件",
    )
    source = models.CharField("来源", max_length=200)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施版本"
        ordering = ["measure", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="measure_version_once",
                fields=["measure", "version"],
                violation_error_message="这一条已有同号的版本。",
            ),
            models.CheckConstraint(
                name="measure_version_from_1",
                condition=Q(version__gte=1),
                violation_error_message="版本从 1 开始编号。",
            ),
            models.CheckConstraint(
                name="measure_text_as_stated",
                condition=Q(text_state=TextState.PENDING, full_text="")
                | (Q(text_state=TextState.ENTERED, since__isnull=False) & ~Q(full_text="")),
                violation_error_message="录入正文须同时填写施行日期，并把文本状态改为“已录入”。",
            ),
        ]

    def __str__(self):
        return f"{self.measure} 第{self.version}版"


class Theme(models.Model):
    """What the letter names in the neighbourhood of the ten; unnumbered until it is mapped."""

    code = models.CharField("代号", max_length=60, unique=True)
    title = models.CharField("主题", max_length=80)
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="themes",
        verbose_name="对应措施",
    )
    precedence = models.PositiveIntegerField("排序号", default=0)
    quote = models.CharField("原文", max_length=300)
    source = models.CharField("来源", max_length=200)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施主题"
        ordering = ["measure__no", "precedence", "code"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('measures:commitment-list')}?theme={self.pk}"
