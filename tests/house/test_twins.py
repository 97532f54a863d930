"""``has_perm(perm, obj)`` and ``permitted(user, perm)`` are twins: they never differ.

Exhaustive over the town: everybody × every scoped model × every right that names it, and, so that
a clause of one model is tried on the columns of another, one foreign right a model.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.models import Report
from pueredu.kit.names import noun, permission
from pueredu.kit.scoping import ScopedQuerySet, as_q, clauses_for, holds
from pueredu.loop.models import Matter
from pueredu.units.access.holders import holders
from pueredu.units.access.registry import permissions
from pueredu.units.access.ties import held_ties
from pueredu.units.models import Unit
from studios.models import Studio, StudioGrant
from tests.house.packages import our_models
from tests.support.world import AT
from training.models import HoursBatch

MODELS = [model for model in our_models() if hasattr(model, "scope")]
LABELS = [model._meta.label for model in MODELS]
FOREIGN = "training.view_learner"  # held near and far: SUBTREE, OWN and SELF
TIED = "studios.view_activity"


def rights_over(model) -> list[str]:
    ending = f"_{noun(model)}"
    label = model._meta.app_label
    named = [
        perm for perm in permissions() if perm.startswith(f"{label}.") and perm.endswith(ending)
    ]
    return [*named, FOREIGN, TIED]


def test_every_scoped_model_can_be_asked():
    plain = [
        m._meta.label for m in MODELS if not isinstance(m._default_manager.all(), ScopedQuerySet)
    ]
    assert plain == []


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_the_list_and_the_question_agree(town, model):
    rows = list(model._default_manager.all()[:60])
    everywhere = {row.pk for row in rows}
    for key in town.world.people:
        user = town.world.person(key)
        for perm in rights_over(model):
            listed = set(model._default_manager.permitted(user, perm).values_list("pk", flat=True))
            asked = {row.pk for row in rows if user.has_perm(perm, row)}
            assert listed & everywhere == asked, (key, perm)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_a_list_names_a_row_once(town, model):
    """A filter by columns multiplies no row, whatever joins it takes."""
    for key in ("secretariat", "a_bureau", "a2_officer", "a1_head", "expert"):
        keys = list(
            model._default_manager.permitted(town.world.person(key), permission("view", model))
            .order_by()
            .values_list("pk", flat=True)
        )
        assert len(keys) == len(set(keys)), key


def test_who_is_not_signed_in_holds_nothing(town):
    for model in MODELS:
        assert list(clauses_for(AnonymousUser(), permission("view", model), model)) == []


def test_who_may_act_is_found_from_the_record(town):
    """``holders`` is the same question from the other side."""
    people = [town.world.person(key) for key in town.world.people]
    for word, kind, model in (
        ("own", "matter", "loop.Matter"),
        ("other", "report", "accountability.Report"),
        ("sibling", "batch", "training.HoursBatch"),
        ("own", "studio", "studios.Studio"),
        ("sibling", "activity", "studios.Activity"),
    ):
        subject = next(m for m in MODELS if m._meta.label == model)._default_manager.get(
            pk=town.records[kind][word].pk
        )
        for perm in rights_over(type(subject)):
            able = {user.pk for user in people if user.has_perm(perm, subject)}
            assert {user.pk for user in holders(perm, subject)} == able, (perm, model)


COLUMNS = st.sampled_from(["area", "id", "parent"])
CLAUSES = st.lists(
    st.dictionaries(COLUMNS, st.frozensets(st.integers(0, 25)), max_size=2), max_size=4
)


@given(clauses=CLAUSES)
@settings(max_examples=200, deadline=None)
def test_any_clauses_filter_as_they_hold(town, clauses):
    """The cheapest filter that ``as_q`` finds selects exactly the rows inside some clause."""
    units = list(Unit.objects.order_by("pk"))
    first = units[0].pk
    moved = [
        {column: frozenset(n + first for n in ids) for column, ids in c.items()} for c in clauses
    ]
    condition = as_q(moved) if moved else None
    selected = Unit.objects.filter(condition) if condition is not None else Unit.objects.all()
    inside = (
        {unit.pk for unit in units if any(holds(c, unit) for c in moved)}
        if moved
        else {unit.pk for unit in units}
    )
    assert set(selected.values_list("pk", flat=True)) == inside


def test_asking_about_a_row_as_it_lies_costs_no_query(town, django_assert_num_queries):
    """The columns of a place hold ids, so nothing is fetched however the row was loaded."""
    for model in (Matter, Report, HoursBatch, Studio):
        user, row = town.world.person("a_bureau"), model.objects.order_by("pk").first()
        held_ties(user)
        with django_assert_num_queries(0):
            assert user.has_perm(permission("view", model), row)
            for perm in rights_over(model):
                user.has_perm(perm, row)


def test_a_withdrawn_post_is_gone_at_the_next_request(town):
    user = town.world.person("a_bureau")
    assert Unit.objects.visible_to(user).exists()
    with transaction.atomic():
        user.memberships.update(until=AT.date() - timedelta(1))
        assert not Unit.objects.visible_to(town.world.person("a_bureau")).exists()
        transaction.set_rollback(True)


def test_an_ended_tie_is_gone_at_the_next_request(town):
    assert Studio.objects.visible_to(town.world.person("expert")).exists()
    with transaction.atomic():
        StudioGrant.objects.update(until=AT.date() - timedelta(1))
        assert not Studio.objects.visible_to(town.world.person("expert")).exists()
        transaction.set_rollback(True)
