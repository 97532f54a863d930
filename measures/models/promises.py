"""The promise ledger: a public reply, its sentences, and what each 县(区) was handed for them."""

from datetime import date

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from measures.enums import (
    CommitmentKind,
    CommitmentState,
    Comparison,
    LeadOrgan,
    OutcomeClass,
    Period,
    ProposalKind,
)
from measures.models.texts import Theme
from pueredu.files.enums import DisclosureLevel
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.kit.templatetags.formats import day, number
from pueredu.loop.enums import OPEN_STATES, MatterState
from pueredu.loop.models import Matter
from pueredu.units.models import Unit

# a day that every year has, as 05-31
EVERY_YEAR = (
    r"^((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    r"|02-(0[1-9]|1\d|2[0-8]))$"
)


class Reply(models.Model):
    """The public answer to a proposal. Its full text stays outside: it names a private contact."""

    code = models.CharField("代号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    proposal_no = models.CharField("提案号", max_length=20)
    proposal_kind = models.CharField("提案类别", max_length=10, choices=ProposalKind)
    proposal_session = models.CharField("届次", max_length=80)
    proposal_title = models.CharField("案由", max_length=200)
    outcome_class = models.CharField("办理结果", max_length=1, choices=OutcomeClass)
    disclosure = models.CharField("公开属性", max_length=12, choices=DisclosureLevel)
    replied_on = models.DateField("答复日期")
    signatory = models.CharField("落款", max_length=80)
    signatory_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复单位"
    )
    contact_section = models.CharField("联系科室", max_length=80, blank=True)
    source = models.CharField("来源", max_length=200)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复函"
        ordering = ["-replied_on", "code"]
        constraints = [
            models.UniqueConstraint(
                name="reply_proposal_once",
                fields=["proposal_kind", "proposal_session", "proposal_no"],
                violation_error_message="这件提案的答复函已经登记。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:reply-detail", args=[self.pk])


class CommitmentQuerySet(ScopedQuerySet):
    def for_counties(self):
        """Led by an organ of each 县(区): only these can be issued to the ten."""
        return self.filter(is_per_county=True).exclude(lead_organ="")

    def unissued(self):
        """Promises to be kept in each 县(区) that nobody has been handed yet: open, and silent."""
        return self.for_counties().filter(
            kind=CommitmentKind.PROMISE, state=CommitmentState.REGISTERED
        )

    def with_progress(self, user):
        """Adds ``issued_n`` and ``open_n``: 县(区) with a Matter of it, and with an open one, among
        those that ``user`` may see; a 县(区) counts itself alone."""
        seen = CommitmentTask.objects.visible_to(user).order_by()
        return self.annotate(
            issued_n=Count("tasks__county", filter=Q(tasks__in=seen.live()), distinct=True),
            open_n=Count("tasks__county", filter=Q(tasks__in=seen.open()), distinct=True),
        )

    def with_owners(self):
        """The joins that a list shows."""
        return self.select_related("reply", "theme", "lead_unit")


class Commitment(models.Model):
    """One sentence of a reply, quoted word for word, with its number, its date and who leads."""

    code = models.CharField("代号", max_length=60, unique=True)
    reply = models.ForeignKey(
        Reply, models.PROTECT, related_name="commitments", verbose_name="答复函"
    )
    title = models.CharField("承诺事项", max_length=120)
    quote = models.TextField("原文")
    kind = models.CharField("类别", max_length=16, choices=CommitmentKind)
    number = models.DecimalField("数量", max_digits=12, decimal_places=2, null=True, blank=True)
    number_max = models.DecimalField(
        "数量上限", max_digits=12, decimal_places=2, null=True, blank=True
    )
    comparison = models.CharField("比较", max_length=10, choices=Comparison, blank=True)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    since_year = models.PositiveSmallIntegerField("起始年度", null=True, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    due_yearly = models.CharField("每年时限(月-日)", max_length=5, blank=True)
    period = models.CharField("周期", max_length=12, choices=Period)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    lead_organ = models.CharField(
        "牵头单位(各县(区))", max_length=24, choices=LeadOrgan, blank=True
    )
    is_lead_inferred = models.BooleanField("牵头单位为推定", default=True)
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="措施主题",
    )
    is_per_county = models.BooleanField("逐县(区)落实", default=False)
    precedence = models.PositiveIntegerField("排序号", default=0)
    state = models.CharField(
        "状态", max_length=12, choices=CommitmentState, default=CommitmentState.REGISTERED
    )
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)

    scope = Scope()
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承诺事项"
        ordering = ["precedence", "code"]
        constraints = [
            models.CheckConstraint(
                name="commitment_is_quoted",
                condition=~Q(quote=""),
                violation_error_message="请逐字录入答复函原文。",
            ),
            models.CheckConstraint(
                name="commitment_has_one_lead",
                condition=(Q(lead_unit=None) & ~Q(lead_organ=""))
                | (Q(lead_unit__isnull=False) & Q(lead_organ="")),
                violation_error_message="牵头单位只填一项：市级单位，或者各县(区)的同类单位。",
            ),
            models.CheckConstraint(
                name="commitment_number_whole",
                condition=Q(number=None, comparison="", unit="")
                | (Q(number__isnull=False) & ~Q(comparison="") & ~Q(unit="")),
                violation_error_message="数量、比较和计量单位须同时填写或同时留空。",
            ),
            models.CheckConstraint(
                name="commitment_yearly_is_a_day",
                condition=Q(due_yearly="") | Q(due_yearly__regex=EVERY_YEAR),
                violation_error_message="每年时限请写成 05-31 这样的月-日。",
            ),
            models.CheckConstraint(
                name="commitment_range_has_end",
                condition=Q(comparison=Comparison.RANGE, number_max__isnull=False)
                | (~Q(comparison=Comparison.RANGE) & Q(number_max=None)),
                violation_error_message="只有“范围”须填写数量上限。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:commitment-detail", args=[self.pk])

    @property
    def is_for_counties(self) -> bool:
        return self.is_per_county and bool(self.lead_organ)

    @property
    def place(self) -> str:
        """The section of the letter in which the sentence stands: 「§一(二)」 or 「开头」."""
        return self.source.partition("；")[0].rpartition(" ")[2]

    @property
    def number_text(self) -> str:
        """「不少于 72 学时」; empty when the sentence states no number."""
        if self.number is None:
            return ""
        least = "不少于 " if self.comparison == Comparison.AT_LEAST else ""
        upto = f"—{number(self.number_max)}" if self.number_max is not None else ""
        return f"{least}{number(self.number)}{upto} {self.unit}"

    @property
    def lead_text(self) -> str:
        """Who leads, and whether that stands in the letter or was inferred."""
        lead = self.lead_unit.short_name if self.lead_unit_id else self.get_lead_organ_display()
        return f"{lead}（推定）" if self.is_lead_inferred else lead

    @property
    def due_text(self) -> str:
        """The date as the letter puts it; its period when it names none."""
        if self.due_on:
            return day(self.due_on)
        if self.due_yearly:
            month, day_of_month = self.due_yearly.split("-")
            return f"每年{int(month)}月{int(day_of_month)}日前"
        return f"{self.get_period_display()}（未写日期）"

    def next_due(self, today: date) -> date | None:
        """The next date by which it falls due; None when the letter names none or it has passed."""
        if self.due_yearly:
            month, day_of_month = map(int, self.due_yearly.split("-"))
            due = date(today.year, month, day_of_month)
            return due if due >= today else due.replace(year=today.year + 1)
        return self.due_on if self.due_on and self.due_on >= today else None


class CommitmentTaskQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(matter__state__in=OPEN_STATES)

    def live(self):
        """All but those taken back."""
        return self.exclude(matter__state=MatterState.WITHDRAWN)

    def with_matters(self):
        """The joins that a list and a lamp need."""
        return self.select_related("commitment__theme", "county", "matter__lead_unit")


class CommitmentTask(models.Model):
    """A commitment in one 县(区). How it stands is its Matter's to say; here is no state."""

    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="tasks", verbose_name="承诺事项"
    )
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    round = models.PositiveSmallIntegerField("交办轮次", default=1)
    matter = models.OneToOneField(
        Matter, models.PROTECT, related_name="commitment_task", verbose_name="事项"
    )

    scope = Scope(county="county", unit="matter__lead_unit")
    objects = CommitmentTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县(区)承诺事项"
        ordering = ["commitment__precedence", "county__precedence", "-round"]
        indexes = [
            models.Index(fields=["county", "commitment"], name="commitment_task_county"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="commitment_task_once_a_round",
                fields=["commitment", "county", "round"],
                violation_error_message="同一承诺事项在同一县(区)每轮只交办一次。",
            ),
        ]

    def __str__(self):
        return f"{self.county.short_name}：{self.commitment.title}"

    def get_absolute_url(self):
        return reverse("measures:commitment-task-detail", args=[self.pk])
