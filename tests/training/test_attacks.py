"""What somebody with a motive tried with the chain of hours, and what stops it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from pueredu.units.enums import Role
from pueredu.units.models import Membership
from tests.support.world import AT
from tests.training.conftest import set_figures
from tests.training.test_samples import draw, find
from tests.training.test_views import text
from tests.training.uploads import complete
from training import actions
from training.models import HoursBatch, LedgerEntry, SampledClaim

ALL_SEEDS = range(2, 12)


def recognise_all(room) -> int:
    city = room.world.person("city_training")
    return actions.recognise_hours_batches(HoursBatch.objects.all(), by=city, at=AT)


def entered(code: str) -> bool:
    return LedgerEntry.objects.filter(learner__code=code).exists()


# two hats


def test_lines_added_to_a_colleagues_list_are_not_recognised_by_who_added_them(room):
    complete(room, ["a1-0"], by="city_staff")
    complete(room, ["a1-0", "a1-1"], by="city_training")
    assert recognise_all(room) == 1
    assert (entered("a1-0"), entered("a1-1")) == (True, False)


@pytest.mark.usefixtures("sampling")
def test_who_filed_a_list_in_another_post_does_not_look_at_its_evidence(enter, room, sign_in):
    both = room.world.people["a_bureau"]
    words = {"since": date(2020, 1, 1), "unit": room.world.units["a1"]}
    Membership.objects.create(user=both, role=Role.SCHOOL_OFFICER, **words)
    enter("a1", "a_bureau", is_filed=True)
    sample = draw(room)
    find(room, sample)
    assert not sample.rows.exclude(verdict="").exists()
    address = reverse("training:sample-check-change", args=[sample.pk])
    assert "没有等待核查的" in text(sign_in("a_bureau").get(address))


# past the sample


@pytest.mark.usefixtures("sampling")
def test_lines_added_after_the_draw_wait_for_a_draw_of_their_own(room):
    complete(room, ["a1-0"], by="a_bureau")
    find(room, draw(room, by="city_training", area="city", tier="city"), by="city_training")
    complete(room, ["a1-0", "a1-1"], by="a_bureau")
    assert recognise_all(room) == 1
    assert (entered("a1-0"), entered("a1-1")) == (True, False)


@pytest.mark.usefixtures("sampling")
def test_what_an_objection_adds_to_a_drawn_list_is_looked_at(room):
    complete(room, ["a1-0"], by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    find(room, sample, by="city_training")
    batch, officer = HoursBatch.objects.get(), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-1"], by=officer, at=AT, text="漏登")
    bureau = room.world.person("a_bureau")
    actions.accept_objection(found, by=bureau, at=AT, text="属实", hours=Decimal(12))
    assert recognise_all(room) == 0
    find(room, sample, by="city_training", rows=sample.rows.filter(verdict=""))
    assert recognise_all(room) == 1
    assert entered("a1-1")


@pytest.mark.usefixtures("sampling")
def test_hours_that_an_objection_changes_in_a_drawn_list_are_looked_at_anew(room):
    complete(room, ["a1-0", "a1-1"], by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    find(room, sample, by="city_training")
    batch, officer = HoursBatch.objects.get(), room.world.person("a1_officer")
    found = actions.add_objection(batch, room.learners["a1-1"], by=officer, at=AT, text="半天")
    bureau = room.world.person("a_bureau")
    actions.accept_objection(found, by=bureau, at=AT, text="属实", hours=Decimal(6))
    again = SampledClaim.objects.get(verdict="")
    assert (again.claim.learner.code, "6.0 学时" in again.label) == ("a1-1", True)


@pytest.mark.usefixtures("sampling")
def test_an_undone_list_comes_back_with_its_faulty_line_in_the_draw(room):
    set_figures(sample_minimum=1)
    people = ["a1-0", "a1-1", "a2-0", "a2-1", "a3-0", "a3-1", "a3-2"]
    complete(room, people, by="a_bureau")
    sample = draw(room, by="city_training", area="city", tier="city")
    faulty = sample.rows.get().claim.learner_id
    find(room, sample, "not_in_order", "没有参加", by="city_training")
    batch, bureau = HoursBatch.objects.get(), room.world.person("a_bureau")
    actions.undo_hours_batch(batch, by=bureau, at=AT, text="重新上传")
    complete(room, people, by="a_bureau")
    for seed in ALL_SEEDS:
        with transaction.atomic():
            again = draw(room, by="city_training", area="city", tier="city", seed=seed)
            assert faulty in set(again.rows.values_list("claim__learner", flat=True))
            transaction.set_rollback(True)


def test_a_list_thrown_away_and_entered_anew_meets_its_faulty_line_again(
    enter, filed, room, sampling
):
    set_figures(sample_minimum=1)
    sample = draw(room)
    faulty = sample.rows.get().claim.learner_id
    find(room, sample, "not_in_order", "没有参加")
    bureau, officer = room.world.person("a_bureau"), room.world.person("a2_officer")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="核对名单")
    actions.delete_hours_batch(batch, by=officer, at=AT)
    enter("a2", "a2_officer", is_filed=True)
    for seed in ALL_SEEDS:
        with transaction.atomic():
            again = draw(room, seed=seed)
            assert faulty in set(again.rows.values_list("learner", flat=True))
            transaction.set_rollback(True)


def test_a_returned_list_filed_as_it_was_meets_its_faulty_line_again(filed, room, sampling):
    set_figures(sample_minimum=1)
    sample = draw(room)
    faulty = sample.rows.get().claim_id
    find(room, sample, "not_in_order", "没有参加")
    bureau, officer = room.world.person("a_bureau"), room.world.person("a2_officer")
    batch = actions.return_hours_batch(filed, by=bureau, at=AT, text="核对名单")
    actions.file_hours_batch(batch, by=officer, at=AT)
    for seed in ALL_SEEDS:
        with transaction.atomic():
            again = draw(room, seed=seed)
            assert faulty in set(again.rows.values_list("claim", flat=True))
            assert again.rows.count() <= 2
            transaction.set_rollback(True)
