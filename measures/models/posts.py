"""Leading groups of the city and of each 县(区): posts in official order, filled or vacant."""

from django.db import models
from django.urls import reverse

from measures.enums import GroupRank
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Membership, Unit


class LeadingGroupQuerySet(ScopedQuerySet):
    def in_official_order(self):
        """The city's first, then the 县(区) by their precedence."""
        return self.select_related("area").order_by("area__precedence", "area__code")


class LeadingGroup(models.Model):
    """The party committee's co-ordinating body for education, one in each area."""

    area = models.OneToOneField(
        Unit, models.PROTECT, related_name="leading_group", verbose_name="地区"
    )
    name = models.CharField("名称", max_length=120)
    secretariat = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="秘书组",
    )
    source = models.CharField("来源", max_length=200)

    scope = Scope(county="area")
    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "教育工作领导小组"
        ordering = ["area__precedence"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("measures:leading-group-detail", args=[self.pk])


class GroupPost(models.Model):
    """A seat in a leading group. ``holder`` is a Membership, which carries since and until."""

    group = models.ForeignKey(
        LeadingGroup, models.CASCADE, related_name="posts", verbose_name="领导小组"
    )
    code = models.CharField("代号", max_length=60)
    title = models.CharField("职务", max_length=80)
    rank = models.CharField("组内职务", max_length=24, choices=GroupRank)
    precedence = models.PositiveIntegerField("排序号")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    holder = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="任职人",
    )
    quote = models.CharField("原文", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)

    scope = Scope(county="group__area")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导小组职务"
        ordering = ["group", "precedence"]
        constraints = [
            models.UniqueConstraint(
                name="group_post_code_once",
                fields=["group", "code"],
                violation_error_message="该领导小组已有同代号的职务。",
            ),
            models.UniqueConstraint(
                name="group_post_order_once",
                fields=["group", "precedence"],
                violation_error_message="同一领导小组内的排序号不能重复。",
            ),
        ]

    def __str__(self):
        return f"{self.group}·{self.title}"

    def holder_on(self, day):
        """The Membership that fills the post on ``day``; None is a vacancy."""
        held = self.holder
        if held is None or held.since > day or (held.until is not None and held.until < day):
            return None
        return held
