"""Any order of claims, posting, filing, recognition, reversal, transfer, merging, new rules and
undoing leaves a ledger that equals its totals, no cap exceeded and nothing recognised twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pueredu.kit.errors import Refused
from tests.support.world import AT
from tests.training.conftest import activity
from training import actions, queries
from training.enums import BatchState as S
from training.models import HoursBatch, HoursClaim, Learner, LearnerYear, LedgerEntry, RuleVersion

CODES = ("a2-0", "a2-1", "a3-0", "a3-1")
PEOPLE = st.sets(st.sampled_from(CODES), min_size=1)
HOURS = st.integers(1, 30).map(Decimal)
FORMS = st.sampled_from(("school_based_training", "lecture", "open_lesson"))
PICK = st.integers(0, 10**6)


class Chain(RuleBasedStateMachine):
    """One school with its point, its county, the city; ``room`` is set by the test."""

    room = None

    def __init__(self):
        super().__init__()
        self.events = self.days = 0
        self.twins = []
        self.point = transaction.savepoint()

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    def person(self, key: str):
        return self.room.world.person(key)

    def batch(self, pick: int, *states: str) -> HoursBatch | None:
        rows = list(HoursBatch.objects.filter(state__in=states).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def attempt(self, action, subject, **words):
        """Do it if there is something to do it to; a refusal leaves everything as it was."""
        if subject is not None:
            try:
                with transaction.atomic():
                    action(subject, at=AT, **words)
            except Refused:
                pass

    @rule(codes=PEOPLE, hours=HOURS, form=FORMS, is_filed=st.booleans(), is_new=st.booleans())
    def enter(self, codes, hours, form, *, is_filed, is_new):
        self.events += is_new
        what = activity(f"活动{self.events}", hours=hours, form=form)
        people = [self.room.learners[code] for code in sorted(codes)]
        for learner in people:
            learner.refresh_from_db()
        words = {"by": self.person("a2_officer"), "is_filed": is_filed}
        self.attempt(
            lambda school, **more: actions.enter_activity(school, what, people, **more),
            self.room.world.units["a2"],
            **words,
        )

    @rule(codes=PEOPLE, hours=HOURS, form=FORMS)
    def go_through(self, codes, hours, form):
        """The whole chain at once, so that much is recognised, and much of it over the cap."""
        self.enter(codes, hours, form, is_filed=True, is_new=True)
        self.verify_all()
        self.recognise_all()

    @rule(pick=PICK)
    def file(self, pick):
        self.attempt(
            actions.file_hours_batch, self.batch(pick, S.DRAFT), by=self.person("a2_officer")
        )

    @rule(pick=PICK)
    def withdraw(self, pick):
        self.attempt(
            actions.withdraw_hours_batch, self.batch(pick, S.FILED), by=self.person("a2_officer")
        )

    @rule(pick=PICK)
    def delete(self, pick):
        self.attempt(
            actions.delete_hours_batch, self.batch(pick, S.DRAFT), by=self.person("a2_officer")
        )

    @rule(pick=PICK, codes=PEOPLE, hours=HOURS)
    def change(self, pick, codes, hours):
        people = [self.room.learners[code] for code in sorted(codes)]
        self.attempt(
            lambda batch, **more: actions.change_hours_batch(batch, people, hours=hours, **more),
            self.batch(pick, S.DRAFT),
            by=self.person("a2_officer"),
        )

    @rule(pick=PICK)
    def send_back(self, pick):
        batch = self.batch(pick, S.FILED, S.VERIFIED)
        self.attempt(actions.return_hours_batch, batch, by=self.person("a_bureau"), text="请核对")

    @rule()
    def verify_all(self):
        by = self.person("a_bureau")
        actions.verify_hours_batches(HoursBatch.objects.all(), by=by, at=AT)

    @rule()
    def recognise_all(self):
        by = self.person("city_training")
        actions.recognise_hours_batches(HoursBatch.objects.all(), by=by, at=AT)

    @rule(pick=PICK)
    def recognise_one(self, pick):
        batch = self.batch(pick, S.VERIFIED)
        self.attempt(actions.recognise_hours_batch, batch, by=self.person("city_training"))

    @rule(pick=PICK)
    def reverse(self, pick):
        rows = list(LedgerEntry.objects.order_by("pk"))
        entry = rows[pick % len(rows)] if rows else None
        self.attempt(
            actions.reverse_ledger_entry, entry, by=self.person("city_training"), reason="更正"
        )

    @rule(code=st.sampled_from(CODES))
    def transfer(self, code):
        self.days += 1
        learner = self.room.learners[code]
        learner.refresh_from_db()
        there = "a2" if learner.school.code == "T-a3" else "a3"
        self.attempt(
            actions.transfer_learner,
            learner,
            by=self.person("a_bureau"),
            school=self.room.world.units[there],
            reason="rotation",
            since=date(2022, 5, 25) + timedelta(self.days),
        )

    @rule(code=st.sampled_from(CODES), hours=HOURS, form=FORMS, is_new=st.booleans())
    def register_twice(self, code, hours, form, *, is_new):
        """A second record of somebody, which has an event of its own, or one that is known."""
        self.events += is_new
        first = self.room.learners[code]
        first.refresh_from_db()
        twin = Learner(code=f"x{len(self.twins)}", name=first.name, school=first.school)
        twin.stage = first.stage
        twin = actions.add_learner(twin, by=None, at=AT, since=date(2021, 9, 1))
        self.twins.append((twin, first))
        what = activity(f"活动{self.events}", hours=hours, form=form)
        self.attempt(
            lambda school, **more: actions.enter_activity(school, what, [twin], **more),
            self.room.world.units["a2"],
            by=self.person("a2_officer"),
            is_filed=True,
        )

    @rule(pick=PICK, is_known=st.booleans())
    def merge(self, pick, *, is_known):
        twin, first = self.twins[pick % len(self.twins)] if self.twins else (None, None)
        self.attempt(
            actions.merge_learner,
            twin,
            into=first,
            by=self.person("a_bureau"),
            reason="重复登记",
            is_overlap_known=is_known,
        )

    @rule(form=FORMS, cap=st.integers(1, 40), per_hour=st.sampled_from(("0.5", "1", "2")))
    def change_rule(self, form, cap, per_hour):
        """A new version from today's events on; the cap of the same rule changes with it."""
        latest = RuleVersion.objects.enforced().filter(form=form, level="school").latest("since")
        latest.pk, latest._state.adding = None, True
        latest.since += timedelta(1)
        latest.unit, latest.hours_per_unit = "学时", Decimal(per_hour)
        latest.annual_cap = Decimal(cap)
        by = self.person("city_training")
        draft = actions.add_rule_version(latest, by=by, at=AT)
        actions.enforce_rule_version(draft, by=by, at=AT, source="文件", is_provisional=True)

    @invariant()
    def totals_equal_the_ledger(self):
        assert queries.reconciled().differences == []

    @invariant()
    def no_cap_is_exceeded(self):
        """By the highest cap that ever was in force for the rule; a lower one takes nothing back."""
        rows = LedgerEntry.objects.values("learner", "rule__code").annotate(n=Sum("counted_hours"))
        for row in rows.order_by():
            caps = RuleVersion.objects.filter(code=row["rule__code"]).values_list("annual_cap")
            assert 0 <= row["n"] <= max(cap for (cap,) in caps)

    @invariant()
    def nothing_is_recognised_twice(self):
        """Of one learner at one event at most one line counts, and it stands once in the ledger."""
        live = LedgerEntry.objects.filter(reversal_of=None, reversal=None)
        events = list(live.values_list("learner", "claim__event_key"))
        assert len(events) == len(set(events))
        counted = live.values("claim")
        assert not HoursClaim.objects.filter(pk__in=counted, is_void=True).exists()

    @invariant()
    def the_counts_of_a_batch_are_those_of_its_lines(self):
        for batch in HoursBatch.objects.all():
            lines = batch.claims.counting()
            if batch.state != S.RECOGNISED:  # a reversal after it leaves what was recognised
                assert batch.claim_count == lines.count()

    @invariant()
    def every_line_that_does_not_count_has_its_reason(self):
        assert not HoursClaim.objects.filter(is_void=True, void_reason="").exists()

    @invariant()
    def the_ledger_takes_no_change(self):
        entry = LedgerEntry.objects.first()
        if entry is not None:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute("DELETE FROM training_ledgerentry WHERE id = %s", [entry.pk])

    @invariant()
    def nothing_counts_for_a_record_that_was_merged(self):
        gone = Learner.objects.filter(status="merged")
        assert not HoursClaim.objects.counting().filter(learner__in=gone).exists()
        assert not LearnerYear.objects.filter(learner__in=gone).exclude(hours=0).exists()

    @invariant()
    def a_total_stands_at_the_learners_present_school(self):
        rows = LearnerYear.objects.select_related("learner")
        assert [row for row in rows if row.school_id != row.learner.school_id] == []


def test_ledger_and_totals_agree_after_any_sequence_of_acts(room):
    machine = type("ChainOfThisRoom", (Chain,), {"room": room})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
