"""The tree of units and the posts in it. Both are dated: the past stays true when they change."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from pueredu.kit.bigrams import BigramVector
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.enums import AREA_KINDS, SCHOOL_KINDS, Role, SchoolType, UnitKind


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

    scope = Scope(county="area", school="id", unit="id")
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

    def save(self, *args, **kwargs):
        """Saves the pinyin key, the path and the area with the unit; moving a unit moves its
        own row only, ``actions.move_unit`` moves what is below."""
        self.name_key = pinyin_key(self.name)[:200]
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        if not self.is_area:
            self.area = self.parent if self.parent.is_area else self.parent.area
        super().save(*args, **kwargs)
        if self.is_area and self.area_id != self.pk:
            self.area_id = self.pk
            type(self).objects.filter(pk=self.pk).update(area=self.pk)


class MembershipQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """Posts held on ``day``; both ends included."""
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def ending_within(self, days: int, today):
        """Posts in force whose last day is near."""
        return self.in_force(today).filter(until__lte=today + timedelta(days))


class Membership(models.Model):
    """A post: a person in a unit with a role, since and until. A vacancy is the lack of one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="县(区)"
    )
    role = models.CharField("角色", max_length=30, choices=Role)
    title = models.CharField("职务", max_length=60, blank=True)
    precedence = models.PositiveIntegerField("排序号", default=0)
    since = models.DateField("任职起")
    until = models.DateField("任职止", null=True, blank=True)

    scope = Scope(county="county", school="unit", unit="unit", person="user")
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["unit__precedence", "precedence", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="任职止不能早于任职起。",
            ),
            models.UniqueConstraint(
                name="membership_held_once",
                fields=["user", "unit", "role"],
                condition=Q(until=None),
                violation_error_message="此人已在该单位担任同一角色。",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "since"], name="membership_user"),
            models.Index(fields=["role", "unit"], name="membership_role_unit"),
        ]

    def __str__(self):
        return f"{self.unit.short_name}·{self.title or self.get_role_display()}"

    def save(self, *args, **kwargs):
        self.county_id = self.unit.area_id
        super().save(*args, **kwargs)
