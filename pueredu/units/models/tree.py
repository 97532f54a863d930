"""The tree of units: dated nodes, so that the past stays true when they change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from pueredu.kit.bigrams import BigramVector
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.enums import AREA_KINDS, SCHOOL_KINDS, SchoolType, Tier, UnitKind


class UnitQuerySet(ScopedQuerySet):
    def counties(self):
        """The ten 县(区) in official order."""
        return self.filter(kind=UnitKind.COUNTY).order_by("precedence", "code")

    def schools(self):
        """Everything that teaches, central schools and their points included."""
        return self.filter(kind__in=SCHOOL_KINDS)

    def open_on(self, day):
        """Units that exist on ``day``."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def organ_of(self, area, kind: str):
        """The one organ of this kind in an area; raises Unit.DoesNotExist."""
        return self.get(area=area, kind=kind)

    def below(self, unit):
        """The unit and everything under it, by one prefix of ``path``."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """An area (市, 县(区)), an organ of an area, or a school."""

    code = models.CharField("代码", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    school_type = models.CharField("学校类型", max_length=20, choices=SchoolType, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    area = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属地区"
    )
    path = models.CharField("路径", max_length=200, db_collation="C", editable=False)
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    name_key = models.CharField("名称排序键", max_length=200, editable=False)
    precedence = models.PositiveIntegerField("排序号", default=0)
    managing_unit = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lifted",
        verbose_name="提级管理单位",
    )
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤并日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    scope = Scope(county="area", unit="id")
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["precedence", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_dates_in_order",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                violation_error_message="撤并日期不能早于设立日期。",
            ),
            models.CheckConstraint(
                name="unit_parent_not_itself",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message="单位不能是自己的上级。",
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="unit_path"),
            models.Index(fields=["area", "kind", "precedence"], name="unit_area_kind"),
            GinIndex(BigramVector("name"), name="unit_name_pairs"),
        ]

    def __str__(self):
        return self.short_name

    @property
    def is_area(self) -> bool:
        return self.kind in AREA_KINDS

    @property
    def is_school(self) -> bool:
        return self.kind in SCHOOL_KINDS

    @property
    def tier(self) -> Tier:
        """How high the unit stands; reads the area."""
        if self.is_school:
            return Tier.SCHOOL
        return Tier.CITY if self.area.kind == UnitKind.CITY else Tier.COUNTY

    def save(self, *args, **kwargs):
        """Saves the pinyin key, the path and the area with the unit; moving a unit moves its
        own row only, ``actions.keep_unit`` moves what is below."""
        self.name_key = pinyin_key(self.name)[:200]
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        if not self.is_area:
            self.area = self.parent if self.parent.is_area else self.parent.area
        super().save(*args, **kwargs)
        if self.is_area and self.area_id != self.pk:
            self.area_id = self.pk
            type(self).objects.filter(pk=self.pk).update(area=self.pk)
