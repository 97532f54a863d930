"""What recognising writes: the rule of the day, the cap, the totals; and the way back."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from tests.support.world import AT
from tests.training.conftest import HELD_ON, activity
from training import actions
from training.models import HoursBatch, LearnerYear, LedgerEntry, RuleVersion, SchoolTotal
from training.queries import mismatches, school_mismatches


@pytest.fixture
def recognise(enter, room):
    """Enter, file, verify and recognise one activity for one learner; gives its entry."""

    def done(what, code: str = "a2-0") -> LedgerEntry:
        batch = enter("a2", "a2_officer", roster=[room.learners[code]], what=what, is_filed=True)
        batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
        actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)
        return LedgerEntry.objects.get(batch=batch, reversal_of=None)

    return done


def total(code: str) -> Decimal:
    return LearnerYear.objects.get(learner__code=code).hours


def test_each_entry_keeps_its_place_its_rule_and_its_hours(recognised):
    entry = LedgerEntry.objects.get(learner__code="a3-1")
    kept = (entry.school.code, entry.county.code, entry.direction.code, entry.held_on)
    assert kept == ("T-a3", "T-a", "knowledge", HELD_ON)
    assert (entry.rule.code, entry.hours, entry.credits, entry.recognised_at) == (
        "school_based_training_school", Decimal(3), Decimal("0.3"), AT,
    )  # fmt: skip
    assert (total("a3-1"), LearnerYear.objects.count(), mismatches()) == (3, 5, [])


def test_an_online_hour_counts_by_its_rule(recognise):
    entry = recognise(activity("平台课程", form="online", level="province", hours=Decimal(20)))
    assert (entry.hours, entry.counted_hours, entry.credits) == (10, 10, Decimal(1))


def test_what_is_over_the_annual_cap_is_kept_and_not_counted(recognise):
    first = recognise(activity("其一", hours=Decimal(30)))
    second = recognise(activity("其二", hours=Decimal(10)))
    third = recognise(activity("其三", hours=Decimal(2)))
    counts = [(row.hours, row.counted_hours, row.is_over_cap) for row in (first, second, third)]
    assert counts == [(30, 30, False), (10, 6, True), (2, 0, True)]
    assert total("a2-0") == 36


def test_the_cap_holds_inside_one_recognition_of_many_batches(enter, room):
    for n in range(5):
        what = activity(f"第{n}次", hours=Decimal(10), held_on=HELD_ON - timedelta(n))
        enter("a2", "a2_officer", what=what, is_filed=True)
    batches = HoursBatch.objects.all()
    actions.verify_hours_batches(batches, by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batches(batches, by=room.world.person("city_training"), at=AT)
    entries = LedgerEntry.objects.filter(learner__code="a2-0").order_by("held_on")
    assert [row.counted_hours for row in entries] == [10, 10, 10, 6, 0]
    assert (total("a2-0"), mismatches()) == (36, [])


def test_a_later_version_counts_later_events_and_rewrites_none(recognise):
    before = recognise(
        activity("规则前", form="lecture", hours=Decimal(2), held_on=date(2023, 3, 1))
    )
    old = RuleVersion.objects.get(code="lecture_school")
    old.pk, old._state.adding = None, True
    old.since, old.unit, old.hours_per_unit = date(2023, 4, 1), "学时", Decimal("0.5")
    old.save()
    after = recognise(activity("规则后", form="lecture", hours=Decimal(2)))
    assert (before.counted_hours, after.counted_hours) == (2, 1)
    assert (before.rule.since, after.rule.since) == (date(2023, 1, 1), date(2023, 4, 1))


def test_a_claim_without_a_rule_on_its_day_stops_the_recognition(verified, room):
    RuleVersion.objects.filter(code="school_based_training_school").update(until="2023-05-01")
    with pytest.raises(Refused, match="5 人次"):
        actions.recognise_hours_batch(verified, by=room.world.person("city_training"), at=AT)
    assert (LedgerEntry.objects.count(), LearnerYear.objects.count()) == (0, 0)


@pytest.mark.parametrize("key", ["a_bureau", "a2_officer", "city_staff", "secretariat"])
def test_only_the_training_section_recognises_and_reverses(verified, recognise, room, key):
    with pytest.raises(NotPermitted):
        actions.recognise_hours_batch(verified, by=room.world.person(key), at=AT)
    entry = recognise(activity("另一次"), "a2-1")
    with pytest.raises(NotPermitted):
        actions.reverse_ledger_entry(entry, by=room.world.person(key), at=AT, reason="错")


def test_a_reversal_is_an_opposite_entry_and_frees_the_event(recognise, enter, room):
    entry = recognise(activity())
    training = room.world.person("city_training")
    with pytest.raises(Incomplete):
        actions.reverse_ledger_entry(entry, by=training, at=AT, reason=" ")
    opposite = actions.reverse_ledger_entry(entry, by=training, at=AT, reason="名册有误")
    assert (opposite.hours, opposite.counted_hours, opposite.reversal_of) == (-3, -3, entry)
    assert (total("a2-0"), mismatches()) == (0, [])
    for again in (entry, opposite):
        with pytest.raises(Refused):
            actions.reverse_ledger_entry(again, by=training, at=AT, reason="再次")
    assert recognise(activity(hours=Decimal(2))).counted_hours == 2
    assert total("a2-0") == 2


def test_reconcile_counts_what_it_compared_in_one_line(recognised, capsys):
    call_command("reconcile_hours")
    assert json.loads(capsys.readouterr().out) == {
        "entries": 5, "learner_years": 5, "school_totals": 2, "reversals": 0, "differences": 0,
    }  # fmt: skip


def test_reconcile_names_a_total_that_is_not_its_ledger(recognised, capsys):
    learner = LearnerYear.objects.get(learner__code="a2-0")
    LearnerYear.objects.filter(pk=learner.pk).update(hours=99)
    assert [(row.learner_id, row.ledger_hours, row.total_hours) for row in mismatches()] == [
        (learner.learner_id, 3, 99)
    ]
    with pytest.raises(CommandError, match=f"1 rows differ.*\\nlearner {learner.learner_id} "):
        call_command("reconcile_hours")
    assert json.loads(capsys.readouterr().out)["differences"] == 1


def test_reconcile_names_a_schools_total_that_is_not_its_ledger(recognised):
    SchoolTotal.objects.filter(school__code="T-a3").update(hours=F("hours") + 1)
    assert [(row.ledger_hours, row.total_hours) for row in school_mismatches()] == [(9, 10)]
    SchoolTotal.objects.all().delete()
    assert [(row.ledger_hours, row.total_hours) for row in school_mismatches()] == [(6, 0), (9, 0)]
    with pytest.raises(CommandError, match="2 rows differ"):
        call_command("reconcile_hours")


def test_a_schools_total_stays_with_the_school_of_the_day(recognise, room):
    entry, training = recognise(activity()), room.world.person("city_training")
    words = {"school": room.world.units["a1"], "reason": "rotation", "since": date(2023, 5, 25)}
    actions.transfer_learner(room.learners["a2-0"], by=training, at=AT, **words)
    actions.reverse_ledger_entry(entry, by=training, at=AT, reason="名册有误")
    rows = SchoolTotal.objects.values_list("school__code", "hours", "entry_count")
    assert (list(rows), school_mismatches()) == ([("T-a2", 0, 2)], [])


def test_ledger_and_totals_agree_after_any_sequence(recognise, room):
    dice = random.Random(72)
    training, entries = room.world.person("city_training"), []
    for n in range(24):
        code = dice.choice(["a2-0", "a2-1", "a3-0"])
        if entries and dice.random() < 0.3:
            entry = entries.pop(dice.randrange(len(entries)))
            actions.reverse_ledger_entry(entry, by=training, at=AT, reason="更正")
        elif dice.random() < 0.15:
            learner = room.learners[code]
            learner.refresh_from_db()
            there = "a2" if learner.school.code == "T-a3" else "a3"
            actions.transfer_learner(
                learner, by=training, at=AT, school=room.world.units[there], reason="rotation",
                since=date(2022, 5, 25) + timedelta(n),
            )  # fmt: skip
        else:
            entries.append(
                recognise(activity(f"活动{n}", hours=Decimal(dice.randint(1, 12))), code)
            )
        assert mismatches() == []
    assert LedgerEntry.objects.filter(reversal_of__isnull=False).exists()
