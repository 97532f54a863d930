"""One event as one filer entered it."""

import hashlib
import unicodedata
from datetime import date

from django.db import models
from django.db.models import Q

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.enums import BatchSource, TrainingForm, TrainingLevel
from training.models.catalogue import Direction
from training.models.groups import LearnerGroup

FILLERS = "\u115f\u1160\u3164\uffa0"  # letters to Unicode, nothing to the eye


def event_key(title: str, held_on: date, form: str) -> str:
    """The same event written by two lists gives the same key: width, case, marks and what nobody
    sees do not count."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", title).casefold()
        if sign.isalnum() and sign not in FILLERS
    )
    text = f"{held_on.isoformat()}|{form}|{plain}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class TrainingActivity(models.Model):
    """One event as one filer entered it; ``event_key`` finds the same event in other lists."""

    title = models.CharField("活动名称", max_length=120)
    form = models.CharField("形式", max_length=30, choices=TrainingForm)
    level = models.CharField("级别", max_length=10, choices=TrainingLevel)
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="方向", db_index=False
    )
    held_on = models.DateField("活动日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    organiser = models.CharField("主办单位", max_length=120, blank=True)
    school = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申报单位"
    )
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    source = models.CharField("来源", max_length=12, choices=BatchSource)
    group = models.ForeignKey(
        LearnerGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="校内分组",
        db_index=False,
    )
    event_key = models.CharField("活动识别键", max_length=32, editable=False)

    scope = Scope(county="county", school="school")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训活动"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="activity_once_a_school",
                fields=["school", "event_key"],
                violation_error_message="本校已登记同名同日同形式的活动。",
            ),
            models.CheckConstraint(
                name="activity_hours_in_range",
                condition=Q(hours__gt=0, hours__lte=400),
                violation_error_message="学时应大于 0，不超过 400。",
            ),
        ]
        indexes = [models.Index(fields=["county", "-held_on"], name="train_activity_county")]

    def __str__(self):
        return self.title
