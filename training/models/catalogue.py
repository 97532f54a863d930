"""What hours are counted by: directions, dated rules, training years."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from training.enums import Audience, RuleState, TrainingForm, TrainingLevel


class DirectionQuerySet(ScopedQuerySet):
    def for_audience(self, audience: str):
        """The four of the teachers, or the four topics of the education officials."""
        return self.filter(audience=audience)


class Direction(models.Model):
    """One of the four directions of universal training, or a topic of the officials'."""

    code = models.CharField("代码", max_length=40, unique=True)
    audience = models.CharField("适用对象", max_length=10, choices=Audience)
    title = models.CharField("名称", max_length=60)
    precedence = models.PositiveSmallIntegerField("排序号", default=0)
    quote = models.TextField("依据原文", blank=True)
    source = models.CharField("来源", max_length=200)

    scope = Scope()
    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方向"
        ordering = ["-audience", "precedence"]

    def __str__(self):
        return self.title


class RuleVersionQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """For each form and level the one version that counts on ``day``, in catalogue order."""
        return (
            self.enforced()
            .filter(Q(until=None) | Q(until__gte=day), since__lte=day)
            .order_by("form", "level", "-since")
            .distinct("form", "level")
        )

    def in_official_order(self):
        """Forms and levels as the catalogue names them (集中培训 first, national before school)."""
        ranks = {
            f"{name}_rank": Case(
                *(When(**{name: value}, then=n) for n, value in enumerate(kinds.values)),
                output_field=models.PositiveSmallIntegerField(),
            )
            for name, kinds in (("form", TrainingForm), ("level", TrainingLevel))
        }
        return self.annotate(**ranks).order_by("form_rank", "level_rank", "-since")

    def enforced(self):
        """Those that count on the days that they name; no draft."""
        return self.filter(state=RuleState.IN_FORCE)


class RuleVersion(models.Model):
    """How an event of one form and level counts from ``since`` on. It is drafted, looked at and put
    in force; then it is not changed any more (trigger of migration 0007): a new one is added, and
    each ledger entry keeps its own."""

    code = models.CharField("规则代号", max_length=60)
    title = models.CharField("名称", max_length=60)
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    unit = models.CharField("计量单位", max_length=10)
    hours_per_unit = models.DecimalField("每单位学时", max_digits=5, decimal_places=2)
    credits_per_unit = models.DecimalField("每单位学分", max_digits=5, decimal_places=2)
    annual_cap = models.DecimalField(
        "年度上限(学时)", max_digits=6, decimal_places=1, null=True, blank=True
    )
    evidence = models.CharField("佐证材料要求", max_length=200)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    is_provisional = models.BooleanField("暂定", default=True)
    source = models.CharField("来源", max_length=200)
    state = models.CharField("状态", max_length=10, choices=RuleState, default=RuleState.DRAFT)

    scope = Scope()
    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定规则"
        ordering = ["form", "level", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="rule_one_per_day",
                fields=["form", "level", "since"],
                condition=Q(state="in_force"),
                violation_error_message="同一形式和级别在同一天只能有一个版本。",
            ),
            models.CheckConstraint(
                name="rule_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="废止日期不能早于施行日期。",
            ),
            models.CheckConstraint(
                name="rule_hours_positive",
                condition=Q(hours_per_unit__gt=0, credits_per_unit__gte=0),
                violation_error_message="每单位学时应大于 0。",
            ),
        ]

    def __str__(self):
        return f"{self.title}{'（暂定）' if self.is_provisional else ''}"

    def get_absolute_url(self):
        return reverse("training:rule-version-detail", args=[self.pk])


_DAYS = Func(
    F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField()
)


class TrainingYearQuerySet(ScopedQuerySet):
    def containing(self, day):
        """The training year of a day; at most one."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class TrainingYear(models.Model):
    """Calendar or school year, as the Figure ``training.year_start`` says when it is created."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")

    scope = Scope()
    objects = TrainingYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="training_year_in_order",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="年度的止应晚于起。",
            ),
            ExclusionConstraint(
                name="training_years_apart",
                expressions=[(_DAYS, RangeOperators.OVERLAPS)],
                violation_error_message="这些日期与另一个培训年度重叠。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度"
