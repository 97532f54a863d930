"""Who stands where, since and until; and that an administrator stands nowhere else meanwhile."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.enums import (
    ADMINISTRATORS,
    LEADING_ROLES,
    ROLES_OF_TIER,
    HeadKind,
    Role,
    SchoolType,
    Tier,
)
from pueredu.units.models.tree import Unit


def _whole_numbers(*bounds) -> Func:
    return Func(*bounds, function="int8range", output_field=BigIntegerRangeField())


def _single(number) -> Func:
    return _whole_numbers(number, number, Value("[]"))


# Ranges have operator classes of their own, so that no extension is needed. An administrator's post
# meets every other post of the person, a business post only itself.
_PERSON = _single(F("user"))
_TERM = Func(
    F("since"),
    Func(F("until"), template="(%(expressions)s + 1)", output_field=models.DateField()),
    Value("[)"),
    function="daterange",
    output_field=DateRangeField(),
)
_MEETS = Case(
    When(role__in=sorted(ADMINISTRATORS), then=_whole_numbers(Value(None), Value(None))),
    default=_single(Coalesce(F("id"), 0)),
    output_field=BigIntegerRangeField(),
)


class MembershipQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """Posts held on ``day``; both ends included."""
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def not_over(self, day):
        """Posts held on ``day`` or to be held later."""
        return self.filter(Q(until=None) | Q(until__gte=day))

    def ending_within(self, days: int, today):
        """Posts in force whose last day is near."""
        return self.in_force(today).filter(until__lte=today + timedelta(days))

    def with_standing_deputies(self, day):
        """Marks with ``has_deputy`` the posts whose AB角 can stand in on ``day``: somebody with a
        post of their own in the same unit, which is not that of an administrator."""
        colleagues = self.model.objects.in_force(day).exclude(role__in=ADMINISTRATORS)
        at_hand = colleagues.filter(user=OuterRef("standing_deputy"), unit=OuterRef("unit"))
        return self.annotate(has_deputy=Exists(at_hand))

    def with_people(self):
        """The joins that a list shows."""
        return self.select_related("user", "unit", "county", "standing_deputy")


class Membership(models.Model):
    """A post: a person in a unit with a role, since and until. A vacancy is the lack of one.

    A post that was taken back on the day it began ends on the day before: it was never in force.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="人员"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="县(区)"
    )
    tier = models.CharField("层级", max_length=10, choices=Tier, editable=False)
    role = models.CharField("角色", max_length=30, choices=Role)
    kind = models.CharField("书记或校(园)长", max_length=20, choices=HeadKind, blank=True)
    title = models.CharField("职务", max_length=60, blank=True)
    is_acting = models.BooleanField("主持工作或代理", default=False)
    standing_deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="AB角",
    )
    precedence = models.PositiveIntegerField("排序号", default=0)
    since = models.DateField("任职起")
    until = models.DateField("任职止", null=True, blank=True)

    scope = Scope(county="county", unit="unit", person="user")
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["unit__precedence", "precedence", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since") - timedelta(1)),
                violation_error_message="任职止不能早于任职起。",
            ),
            models.UniqueConstraint(
                name="membership_held_once",
                fields=["user", "unit", "role", "kind"],
                condition=Q(until=None),
                violation_error_message="此人已在该单位担任同一角色。",
            ),
            models.CheckConstraint(
                name="membership_role_fits_place",
                condition=reduce(
                    or_, [Q(tier=t, role__in=sorted(roles)) for t, roles in ROLES_OF_TIER.items()]
                ),
                violation_error_message=(
                    "这个角色不能设在这个单位：市级、县(区)级的角色设在本级机关，学校的角色设在学校。"
                ),
            ),
            models.CheckConstraint(
                name="membership_kind_is_of_heads",
                condition=Q(kind="") | Q(role=Role.SCHOOL_HEAD),
                violation_error_message="只有学校负责人才区分书记和校(园)长。",
            ),
            models.CheckConstraint(
                name="membership_deputy_is_another",
                condition=Q(standing_deputy=None)
                | (~Q(standing_deputy=F("user")) & ~Q(role__in=sorted(ADMINISTRATORS))),
                violation_error_message="AB角应是同单位的另一位同志；三员不设AB角。",
            ),
            ExclusionConstraint(
                name="membership_admins_apart",
                expressions=[
                    (_PERSON, RangeOperators.OVERLAPS),
                    (_TERM, RangeOperators.OVERLAPS),
                    (_MEETS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=(
                    "系统管理员、安全管理员、审计管理员互相排斥，也不能兼任其他职务："
                    "同一时期只能担任其中一项，请先结束原任职。"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "since"], name="membership_user"),
            models.Index(fields=["role", "unit"], name="membership_role_unit"),
        ]

    def __str__(self):
        return f"{self.unit.short_name}·{self.post_name}"

    def get_absolute_url(self):
        return reverse("units:membership-detail", args=[self.pk])

    @property
    def post_name(self) -> str:
        """The office as it is read: 「校长（主持工作）」, 「经办人（代理）」."""
        name = self.title or self.kind_label or self.get_role_display()
        if not self.is_acting:
            return name
        return f"{name}（{'主持工作' if self.role in LEADING_ROLES else '代理'}）"

    @property
    def kind_label(self) -> str:
        """「党组织书记」, 「校长」, in a kindergarten 「园长」; empty for who heads no school."""
        if self.kind != HeadKind.PRINCIPAL:
            return self.get_kind_display()
        return "园长" if self.unit.school_type == SchoolType.KINDERGARTEN else "校长"

    def is_over(self, day) -> bool:
        """Whether the post had ended before ``day``."""
        return self.until is not None and self.until < day

    def save(self, *args, **kwargs):
        self.take_place()
        super().save(*args, **kwargs)

    def take_place(self):
        """Derives the columns of the place from the unit."""
        self.county_id, self.tier = self.unit.area_id, self.unit.tier
