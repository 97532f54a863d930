"""The studio, the people in it, and the tie of its host."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.constraints import no_identity_number
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.access.ties import TieGrant
from pueredu.units.models import Unit
from studios.enums import MemberKind, StudioKind, StudioLevel, StudioState


class StudioQuerySet(ScopedQuerySet):
    def awaiting_naming(self):
        """Proposed, and neither named nor declined."""
        return self.filter(state=StudioState.PROPOSED)

    def working(self, today):
        """Named, and within their term."""
        return self.filter(state=StudioState.NAMED, since__lte=today, until__gte=today)

    def first_rank(self):
        return self.filter(kind=StudioKind.FIRST_RANK_PRINCIPAL)

    def past_term(self, today):
        """Still named although their term is over."""
        return self.filter(state=StudioState.NAMED, until__lt=today)

    def in_official_order(self):
        return self.select_related("county", "school").order_by(
            "county__precedence", "kind", "name_key", "id"
        )


class Studio(models.Model):
    """A 三名工作室, proposed by its 县(区) and named by the city for one term."""

    name = models.CharField("工作室名称", max_length=120)
    name_key = models.CharField("名称排序键", max_length=200, editable=False)
    kind = models.CharField("类别", max_length=24, choices=StudioKind)
    level = models.CharField("级别", max_length=10, choices=StudioLevel, default=StudioLevel.CITY)
    subject = models.CharField("学科或方向", max_length=60, blank=True)
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="studios", verbose_name="挂牌学校"
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="县(区)"
    )
    state = models.CharField(
        "状态", max_length=10, choices=StudioState, default=StudioState.PROPOSED
    )
    proposed_on = models.DateField("申报日期", null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="申报经办人",
    )
    named_on = models.DateField("命名日期", null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="命名经办人",
    )
    source = models.CharField("命名依据", max_length=200, blank=True)
    papers = models.ManyToManyField(
        Attachment, related_name="+", blank=True, editable=False, verbose_name="签批件"
    )
    since = models.DateField("周期起", null=True, blank=True)
    until = models.DateField("周期止", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.TextField("撤销或不予命名的理由", blank=True)

    scope = Scope(county="county", school="school", grant="id")
    objects = StudioQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "三名工作室"
        ordering = ["county__precedence", "kind", "name_key", "id"]
        permissions = [("host", "主持人")]
        indexes = [
            models.Index(fields=["county", "kind", "state"], name="studio_county"),
            models.Index(fields=["school", "state"], name="studio_school"),
            models.Index(fields=["state", "until"], name="studio_state_until"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="studio_once_a_school",
                fields=["school", "kind", "name"],
                condition=Q(state__in=["proposed", "named"]),
                violation_error_message="这所学校已有同名的工作室在申报或运行中。",
            ),
            models.CheckConstraint(
                name="studio_named_is_documented",
                condition=Q(state__in=["proposed", "declined"])
                | (
                    Q(named_on__isnull=False, since__isnull=False, until__isnull=False)
                    & ~Q(source="")
                ),
                violation_error_message="命名须登记命名日期、命名依据和周期起止。",
            ),
            models.CheckConstraint(
                name="studio_term_in_order",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                violation_error_message="周期止不能早于周期起。",
            ),
            models.CheckConstraint(
                name="studio_end_has_reason",
                condition=~Q(state__in=["revoked", "declined"]) | ~Q(end_reason=""),
                violation_error_message="撤销或不予命名须写明理由。",
            ),
            models.CheckConstraint(
                name="studio_namer_not_proposer",
                condition=Q(named_by=None) | ~Q(named_by=F("proposed_by")),
                violation_error_message="申报的人不能命名自己申报的工作室，请换一位同志办理。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("studios:studio-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keeps the pinyin key, and the 县(区) of the host school."""
        self.name_key = pinyin_key(self.name)[:200]
        self.county_id = self.school.area_id
        super().save(*args, **kwargs)


class StudioGrant(TieGrant):
    """The tie between a studio and its host: what the host may do follows from it alone."""

    content_object = models.ForeignKey(
        Studio, models.CASCADE, related_name="grants", verbose_name="工作室"
    )

    scope = Scope(county="content_object__county", school="content_object__school", person="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主持人授权"
        constraints = [
            models.UniqueConstraint(
                name="studio_grant_once",
                fields=["user", "permission", "content_object"],
                violation_error_message="此人已有这个工作室的授权。",
            ),
        ]

    def __str__(self):
        return f"{self.user}·{self.content_object}"


class StudioMemberQuerySet(ScopedQuerySet):
    def in_force(self, day):
        """Who belongs to the studio on ``day``; both ends included."""
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def hosts(self):
        return self.filter(kind=MemberKind.HOST)

    def in_roster_order(self):
        """The host first, then members and followers, each by name."""
        order = models.Case(
            *[models.When(kind=kind, then=n) for n, kind in enumerate(MemberKind.values)]
        )
        return self.select_related("school").order_by(order, "name_key", "id")


class StudioMember(models.Model):
    """A person in a studio. ``learner_code`` is the staff code under which training knows them;
    no foreign key, because learners belong to a room above this one."""

    studio = models.ForeignKey(
        Studio, models.PROTECT, related_name="members", verbose_name="工作室"
    )
    kind = models.CharField("身份", max_length=10, choices=MemberKind, default=MemberKind.MEMBER)
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField("姓名排序键", max_length=120, editable=False)
    learner_code = models.CharField("教师编号", max_length=40)
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="学校")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登录账号",
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    scope = Scope(county="studio__county", school="studio__school", grant="studio")
    objects = StudioMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作室成员"
        ordering = ["studio", "kind", "name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                name="studio_member_once",
                fields=["studio", "learner_code"],
                condition=Q(until=None),
                violation_error_message="这个教师编号已在本工作室中。",
            ),
            models.UniqueConstraint(
                name="studio_one_host",
                fields=["studio"],
                condition=Q(kind="host", until=None),
                violation_error_message="一个工作室只有一名主持人，请先更换主持人。",
            ),
            models.CheckConstraint(
                name="studio_member_code_given",
                condition=~Q(learner_code="") & ~Q(name=""),
                violation_error_message="请填写姓名和教师编号。",
            ),
            models.CheckConstraint(
                name="studio_member_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
            no_identity_number("learner_code", name="member_no_identity_number"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("studios:studio-detail", args=[self.studio_id])

    def save(self, *args, **kwargs):
        self.name_key = pinyin_key(self.name)[:120]
        super().save(*args, **kwargs)
