"""Papers on recognised hours that a stranger can verify by their code."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import ProofState
from training.models.catalogue import TrainingYear
from training.models.people import Learner


class HoursProof(models.Model):
    """What a printed paper says of a training year, or of the five that end with it (``is_cycle``).

    Append-only (trigger of migration 0013): nothing but its being revoked is ever written to it.
    ``facts`` are what was printed and ``digest`` their SHA-256; of the code only a keyed hash is
    kept. ``school`` and ``county`` are those of the day on which it was given out."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="proofs", verbose_name="学员")
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="任教单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", db_index=False
    )
    year = models.ForeignKey(
        TrainingYear, models.PROTECT, related_name="+", verbose_name="培训年度", db_index=False
    )
    is_cycle = models.BooleanField("近五个培训年度", default=False)
    serial = models.CharField("编号", max_length=40)
    facts = models.JSONField("证明内容")
    digest = models.CharField("内容校验值", max_length=64)
    code_hash = models.CharField("核验码校验值", max_length=64)
    state = models.CharField("状态", max_length=10, choices=ProofState, default=ProofState.IN_FORCE)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="出具人", db_index=False,
    )  # fmt: skip
    issued_at = models.DateTimeField("出具时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoke_reason = models.CharField("撤销理由", max_length=200, blank=True)

    scope = Scope(county="county", school="school", person="learner__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学时证明"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["school", "-id"], name="hours_proof_school"),
            models.Index(fields=["county", "-id"], name="hours_proof_county"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="hours_proof_code_once",
                fields=["code_hash"],
                violation_error_message="核验码重复，请重新出具。",
            ),
            models.UniqueConstraint(
                name="hours_proof_serial_once",
                fields=["serial"],
                violation_error_message="编号重复，请重新出具。",
            ),
            models.CheckConstraint(
                name="hours_proof_revoke_has_reason",
                condition=Q(state="in_force", revoked_at=None, revoke_reason="")
                | (Q(state="revoked", revoked_at__isnull=False) & ~Q(revoke_reason="")),
                violation_error_message="撤销须写明时间和理由。",
            ),
        ]

    def __str__(self):
        return self.serial

    def get_absolute_url(self):
        return reverse("training:hours-proof-detail", args=[self.pk])

    @property
    def is_unchanged(self) -> bool:
        """Whether the stored facts are those that were printed."""
        return self.digest == digest_of(self.facts)


def digest_of(facts: dict) -> str:
    """SHA-256 of the facts in one way of writing them."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
