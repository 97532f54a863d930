"""Drawing a seeded sample and writing down what was found."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.kit.names import permission
from pueredu.notices.acts import acting
from training.enums import CheckTier, CheckVerdict
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch, HoursClaim, SampleCheck, SampledClaim
from training.queries import WAITS_FOR, claims_to_sample, faulty_before, rows_for, sampling

JUDGES_BY = {CheckTier.COUNTY: T.VERIFY, CheckTier.CITY: T.RECOGNISE}

# md5 of seed and key: the same rows for the same seed on every machine and in every version
_DRAW = """
INSERT INTO training_sampledclaim (
    sample_id, batch_id, claim_id, label, learner_id, event_key, verdict, note)
SELECT %(sample)s, c.batch_id, c.id,
       left(l.name || ' ' || c.held_on || ' ' || a.title || ' ' || c.hours || ' 学时', 300),
       c.learner_id, c.event_key, '', ''
FROM training_hoursclaim c
JOIN training_learner l ON l.id = c.learner_id
JOIN training_trainingactivity a ON a.id = c.activity_id
WHERE c.id = ANY(%(claims)s)
ORDER BY md5(%(seed)s || ':' || c.id), c.id
LIMIT %(size)s
"""


@dataclass(frozen=True)
class Finding:
    """What was found of one drawn line; ``note`` is needed for what is not in order."""

    verdict: str
    note: str = ""


def add_sample_check(sample: SampleCheck, *, by: User, at: datetime) -> SampleCheck:
    """Draw over everything that waits for this person at the sample's tier and is in no draw yet.
    The draw is fixed by ``sample.seed``; what was not in order before is looked at besides, so
    that no list is handed in until the draw misses it. Raises Refused when nothing waits."""
    today = timezone.localtime(at).date()
    rule, details = sampling(today), {}
    sample.drawn_by, sample.drawn_at = by, at
    sample.share, sample.minimum = rule.share, rule.minimum
    with acting("add", sample, by=by, at=at, details=details) as sample:
        batches = _waiting(sample.tier, by)
        claims = claims_to_sample(batches, sample.tier, rule).order_by("pk")
        keys = list(claims.values_list("pk", "batch_id"))
        if not keys:
            raise Refused("没有需要抽查的申报。")
        touched = sorted({batch for _, batch in keys})
        sample.population, sample.batch_count = len(keys), len(touched)
        sample.save()
        _draw(sample, [pk for pk, _ in keys], rule.size(len(keys)))
        again = list(faulty_before(claims, sample).values_list("pk", flat=True))
        _draw(sample, again, len(again))
        HoursBatch.objects.filter(pk__in=touched).update(sample=sample)
        details["batches"] = ["", ",".join(map(str, touched))]
        details["population_digest"] = ["", _digest([pk for pk, _ in keys])]
    return sample


def _waiting(tier: str, by: User) -> list[int]:
    permitted = HoursBatch.objects.permitted(by, permission(JUDGES_BY[tier], HoursBatch))
    rows = permitted.filter(state=WAITS_FOR[tier], sample=None).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _draw(sample: SampleCheck, claims: list[int], size: int) -> None:
    words = {"sample": sample.pk, "claims": claims, "seed": str(sample.seed), "size": size}
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, words)


def look_again(batch: HoursBatch, line: HoursClaim) -> None:
    """A line that came into a drawn list, or whose hours changed there, is looked at too. What was
    found not in order stays so. The caller has locked the batch."""
    if batch.sample is None:
        return
    rows = batch.sample.rows.filter(claim=line)
    if not rows.filter(verdict=CheckVerdict.NOT_IN_ORDER).exists():
        rows.delete()
        _draw(batch.sample, [line.pk], 1)


def _digest(keys: list[int]) -> str:
    return hashlib.sha256(",".join(map(str, keys)).encode()).hexdigest()


def change_sample_check(
    sample: SampleCheck, findings: Mapping[int, Finding], *, by: User, at: datetime
) -> SampleCheck:
    """Write down findings by the id of the drawn line. What is not in order needs a note. A batch
    that has gone on since is not judged anew, and nobody's findings of the own are taken."""
    details: dict = {}
    with acting("change", sample, by=by, at=at, details=details) as sample:
        rows = list(rows_for(sample, by).filter(pk__in=findings))
        for row in rows:
            found = findings[row.pk]
            note = found.note.strip()
            if found.verdict == CheckVerdict.NOT_IN_ORDER and not note:
                raise Incomplete(f"请写明问题：{row.label}")
            row.verdict, row.note = found.verdict, note[:200]
            row.checked_by, row.checked_at = (by, at) if found.verdict else (None, None)
        SampledClaim.objects.bulk_update(rows, ["verdict", "note", "checked_by", "checked_at"])
        faults = [row.label for row in rows if row.verdict == CheckVerdict.NOT_IN_ORDER]
        details["checked"] = ["", str(len(rows))]
        details["not_in_order"] = ["", "；".join(faults)]
    return sample


def check_whole_batch(batch: HoursBatch, *, by: User, at: datetime) -> SampleCheck:
    """After a failed sample: every line of the batch is to be looked at, in the same draw. Lines
    found not in order are struck when the batch passes; the rest counts."""
    sample, details = batch.sample, {}
    if sample is None:
        raise Refused("这批申报还没有抽查。")
    with acting("change", sample, by=by, at=at, details=details) as sample:
        rule = sampling(timezone.localtime(at).date())
        drawn = sample.rows.filter(batch=batch).values("claim")
        rest = claims_to_sample([batch.pk], sample.tier, rule).exclude(pk__in=drawn)
        keys = list(rest.order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise Refused("这批申报的每一条都已在核查之列。")
        _draw(sample, keys, len(keys))
        details["whole_batch"] = ["", str(batch)]
    return sample
