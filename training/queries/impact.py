"""Whom a draft of a rule would affect: what is claimed and not recognised yet, by 县(区)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from training.enums import OPEN_STATES
from training.models import LedgerEntry, RuleVersion

# Each line counts as recognition would count it: by the rule in force, and by the draft. `used` is
# what the ledger holds under the same code; before a line stand the earlier lines of the learner.
_IMPACT = """
WITH claim AS (
    SELECT c.id, c.learner_id, c.school_id, c.county_id, b.year_id, c.held_on, d.code,
           d.annual_cap AS cap_after, r.annual_cap AS cap_before, r.code AS code_before,
           round(c.hours * CASE WHEN r.unit = '学时' THEN r.hours_per_unit ELSE 1 END, 1) AS before,
           round(c.hours * CASE WHEN d.unit = '学时' THEN d.hours_per_unit ELSE 1 END, 1) AS after
    FROM training_ruleversion d
    JOIN training_hoursclaim c ON c.form = d.form AND c.level = d.level AND c.held_on >= d.since
         AND (d.until IS NULL OR c.held_on <= d.until) AND NOT c.is_void
    JOIN training_hoursbatch b ON b.id = c.batch_id AND b.state = ANY(%(open)s)
    LEFT JOIN LATERAL (
        SELECT * FROM training_ruleversion r
        WHERE r.state = 'in_force' AND r.form = c.form AND r.level = c.level
          AND r.since <= c.held_on AND (r.until IS NULL OR r.until >= c.held_on)
        ORDER BY r.since DESC LIMIT 1) r ON true
    WHERE d.id = %(rule)s
), used AS (
    SELECT e.learner_id, e.year_id, r.code, sum(e.counted_hours) AS hours
    FROM training_ledgerentry e JOIN training_ruleversion r ON r.id = e.rule_id
    WHERE (e.learner_id, e.year_id) IN (SELECT learner_id, year_id FROM claim)
    GROUP BY e.learner_id, e.year_id, r.code
), placed AS (
    SELECT claim.*,
           cap_before - coalesce(was.hours, 0) - coalesce(sum(before) OVER earlier, 0) AS room_before,
           cap_after - coalesce(used.hours, 0) - coalesce(sum(after) OVER earlier, 0) AS room_after
    FROM claim
    LEFT JOIN used ON (used.learner_id, used.year_id, used.code)
                    = (claim.learner_id, claim.year_id, claim.code)
    LEFT JOIN used was ON (was.learner_id, was.year_id, was.code)
                        = (claim.learner_id, claim.year_id, claim.code_before)
    WINDOW earlier AS (
        PARTITION BY claim.learner_id, claim.year_id ORDER BY held_on, claim.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), counted AS (
    SELECT *, coalesce(CASE WHEN cap_before IS NULL THEN before
                            ELSE greatest(0, least(before, room_before)) END, 0) AS counts_before,
           CASE WHEN cap_after IS NULL THEN after
                ELSE greatest(0, least(after, room_after)) END AS counts_after
    FROM placed
)
SELECT u.short_name, count(*), count(DISTINCT learner_id), count(DISTINCT counted.school_id),
       sum(counts_before), sum(counts_after), coalesce(sum(before), 0) - sum(counts_before),
       sum(after) - sum(counts_after)
FROM counted JOIN units_unit u ON u.id = counted.county_id
GROUP BY u.id ORDER BY u.kind DESC, u.precedence, u.id
"""


@dataclass(frozen=True)
class CountyImpact:
    """Lines of one 县(区) that are not recognised yet; hours as they count under each version, and
    what the year's cap leaves out."""

    county: str
    lines: int
    people: int
    schools: int
    hours_before: Decimal
    hours_after: Decimal
    over_before: Decimal
    over_after: Decimal


@dataclass(frozen=True)
class Impact:
    """``kept`` entries are recognised already and stay as they are."""

    counties: list[CountyImpact]
    kept: int

    def total(self, name: str):
        return sum(getattr(row, name) for row in self.counties)


def impact_of(version: RuleVersion) -> Impact:
    """What a draft would change if it were in force now; two statements. A person with lines in
    two 县(区) is counted in both."""
    words = {"rule": version.pk, "open": [str(state) for state in OPEN_STATES]}
    with connection.cursor() as cursor:
        cursor.execute(_IMPACT, words)
        counties = [CountyImpact(*row) for row in cursor.fetchall()]
    kept = LedgerEntry.objects.filter(
        form=version.form, rule__level=version.level, held_on__gte=version.since, reversal_of=None
    )
    return Impact(counties, kept.count())
