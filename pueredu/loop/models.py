"""Anything owed: one lead unit, one date, evidence, another's verification, one end."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.bigrams import BigramVector
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.kit.templatetags.formats import day
from pueredu.loop.enums import OPEN_STATES, MatterState, MatterTransition
from pueredu.loop.kinds import kind_of
from pueredu.units.access.paper import signed_whole
from pueredu.units.access.ties import TieGrant
from pueredu.units.models import Unit


class MatterQuerySet(ScopedQuerySet):
    def open(self):
        """Owed and not ended: what the open-loop number counts and its list shows."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def awaiting_lead_unit(self):
        return self.filter(state__in=[MatterState.ISSUED, MatterState.RECEIVED])

    def awaiting_verification(self):
        return self.filter(state=MatterState.SUBMITTED)

    def with_units(self):
        """The joins that a list shows."""
        return self.select_related("lead_unit", "county")


class Matter(models.Model):
    """A promise with an owner and a date. States are few; all else is an event of its history."""

    kind = models.CharField("种类", max_length=30)
    serial = models.CharField("内部编号", max_length=40, unique=True)
    title = models.CharField("事项", max_length=200)
    text = models.TextField("内容", blank=True)
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", editable=False
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="led_matters", verbose_name="牵头单位"
    )
    supporting_units = models.ManyToManyField(
        Unit, related_name="supported_matters", verbose_name="配合单位", blank=True
    )
    responsible_post = models.CharField("责任岗位", max_length=120, blank=True)
    source = models.CharField("来源", max_length=200)
    source_url = models.CharField("来源链接", max_length=200, blank=True)
    signatory = models.CharField("签发人(职务)", max_length=80, blank=True)
    signed_on = models.DateField("签发日期", null=True, blank=True)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    authority = models.CharField("签发机关及依据", max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    issued_at = models.DateTimeField("交办时间", null=True, blank=True)
    original_due_on = models.DateField("原定时限", null=True, blank=True)
    due_on = models.DateField("办理时限", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=MatterState, default=MatterState.DRAFT)
    percent = models.PositiveSmallIntegerField("进度(%)", default=0)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提请人",
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核验人",
    )
    closed_at = models.DateTimeField("完成时间", null=True, blank=True)

    scope = Scope(county="county", unit="lead_unit", grant="id")
    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["due_on", "id"]
        permissions = [("deputy", "代办")]
        indexes = [
            models.Index(fields=["lead_unit", "due_on", "id"], name="matter_lead_unit"),
            models.Index(fields=["county", "due_on", "id"], name="matter_county"),
            models.Index(fields=["due_on", "id"], name="matter_due"),
            GinIndex(BigramVector("title"), name="matter_title_pairs"),
            # all that is open by date, whatever its state; below for one state
            models.Index(
                fields=["due_on", "id"],
                name="matter_open_due",
                condition=Q(state__in=["issued", "received", "submitted"]),
            ),
            models.Index(
                fields=["state", "due_on", "id"],
                name="matter_open",
                condition=Q(state__in=["issued", "received", "submitted"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_issued_signed_and_dated",
                condition=Q(state__in=["draft", "withdrawn"])
                | (~Q(signatory="") & Q(due_on__isnull=False) & Q(original_due_on__isnull=False)),
                violation_error_message="交办前须填写签发人（职务）和办理时限。",
            ),
            signed_whole("matter_signed_whole"),
            models.CheckConstraint(
                name="matter_percent_0_to_100",
                condition=Q(percent__lte=100),
                violation_error_message="进度应在 0 到 100 之间。",
            ),
            models.CheckConstraint(
                name="matter_verifier_not_doer",
                condition=Q(closed_by=None) | ~Q(closed_by=F("submitted_by")),
                violation_error_message="提请核验的人不能核验自己办理的事项，请换一位同志核验。",
            ),
            models.CheckConstraint(
                name="matter_closed_by_someone",
                condition=~Q(state="closed")
                | (Q(closed_by__isnull=False) & Q(closed_at__isnull=False)),
                violation_error_message="完成须记录核验人和时间。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("loop:matter-detail", args=[self.pk])

    @property
    def signed_text(self) -> str:
        """Who signed the handing over, when, under which number, as far as it is known."""
        signed_on = day(self.signed_on) if self.signed_on else ""
        return "，".join(part for part in (self.signatory, signed_on, self.document_number) if part)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def state_label(self) -> str:
        """The state in the words of its kind: 销号, 办结 or 兑现 for the end."""
        if self.state == MatterState.CLOSED:
            return f"已{kind_of(self.kind).end}"
        return self.get_state_display()

    def save(self, *args, **kwargs):
        self.county_id = self.lead_unit.area_id
        super().save(*args, **kwargs)


class MatterGrant(TieGrant):
    """The tie between a Matter and its deputy (代办人), which always has a last day."""

    content_object = models.ForeignKey(
        Matter, models.CASCADE, related_name="grants", verbose_name="事项"
    )

    scope = Scope(county="content_object__county", unit="content_object__lead_unit", person="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代办授权"
        constraints = [
            models.UniqueConstraint(
                name="matter_grant_once",
                fields=["user", "permission", "content_object"],
                violation_error_message="此人已是这件事项的代办人。",
            ),
            models.CheckConstraint(
                name="matter_grant_has_an_end",
                condition=Q(until__isnull=False),
                violation_error_message="请填写代办到哪一天为止。",
            ),
        ]

    def __str__(self):
        return f"{self.user}·{self.content_object}"


class MatterEvent(models.Model):
    """One line of a Matter's life: what was done, by whom, with which words and evidence."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="events", verbose_name="事项")
    verb = models.CharField("操作", max_length=20, choices=MatterTransition)
    text = models.TextField("说明", blank=True)
    percent = models.PositiveSmallIntegerField("进度(%)", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人"
    )
    post = models.CharField("职务", max_length=160, blank=True)
    at = models.DateTimeField("时间")
    attachments = models.ManyToManyField(
        Attachment, related_name="+", blank=True, verbose_name="佐证材料"
    )

    scope = Scope(county="matter__county", unit="matter__lead_unit", grant="matter")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项进展"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["-at", "-id"], name="matter_event_at")]
        constraints = [
            models.CheckConstraint(
                name="matter_event_return_has_words",
                condition=~Q(verb__in=["return", "extend", "reopen", "withdraw"]) | ~Q(text=""),
                violation_error_message="请写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.get_verb_display()} {self.matter_id}"
