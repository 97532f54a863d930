"""The flow of a Matter as a whole: every verb from every state, and the database behind them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pueredu.kit.errors import NotPermitted, WrongState
from pueredu.loop import actions
from pueredu.loop.enums import MatterState as S
from pueredu.loop.models import Matter, MatterEvent
from pueredu.loop.rules import FLOWS
from tests.support import matters
from tests.support.world import AT

pytestmark = pytest.mark.usefixtures("errands")


CALLS = {
    "issue": lambda m, **k: actions.issue_matter(
        m, paper=matters.SIGNED, due_on=matters.DUE_ON, **k
    ),
    "receive": actions.receive_matter,
    "report_progress": lambda m, **k: actions.report_progress_matter(m, text="x", percent=1, **k),
    "submit": lambda m, **k: actions.submit_matter(m, text="x", **k),
    "return": lambda m, **k: actions.return_matter(m, text="x", **k),
    "close": actions.close_matter,
    "extend": lambda m, **k: actions.extend_matter(m, text="x", due_on=date(2024, 1, 1), **k),
    "chase": actions.chase_matter,
    "reopen": lambda m, **k: actions.reopen_matter(m, text="x", **k),
    "withdraw": lambda m, **k: actions.withdraw_matter(m, text="x", **k),
    "appoint_deputy": lambda m, **k: actions.appoint_deputy_matter(
        m, deputy=k["by"], until=matters.DUE_ON, **k
    ),
    "end_deputy": actions.end_deputy_matter,
}
MAKERS = {
    S.DRAFT: matters.draft, S.ISSUED: matters.issued, S.RECEIVED: matters.received,
    S.SUBMITTED: matters.submitted, S.CLOSED: matters.closed,
}  # fmt: skip
DOERS = {"receive", "report_progress", "submit", "appoint_deputy", "end_deputy"}


def test_every_verb_of_the_flow_is_called_here():
    assert set(CALLS) == set(FLOWS["matter"].verbs)


@pytest.mark.parametrize("verb", CALLS)
def test_a_verb_is_answered_with_a_sentence_from_every_state_that_is_not_its_own(world, verb):
    by = world.person("a_government" if verb in DOERS else "city_staff")
    for state, make in MAKERS.items():
        if state not in FLOWS["matter"].sources(verb):
            matter = make(world)
            with pytest.raises(WrongState, match=r"^现在的状态是「"):
                CALLS[verb](matter, by=by, at=AT)
            assert Matter.objects.get(pk=matter.pk).state == state


@pytest.mark.parametrize("verb", CALLS)
def test_nobody_on_the_other_side_may_do_it(world, verb):
    matter = MAKERS[FLOWS["matter"].sources(verb)[0]](world)
    others = ("secretariat", "a_bureau") if verb in DOERS else ("a_government", "city_leader")
    events = matter.events.count()
    for key in (*others, "b_government", "nobody", "former"):
        with pytest.raises(NotPermitted):
            CALLS[verb](matter, by=world.person(key), at=AT)
    assert (Matter.objects.get().state, matter.events.count()) == (matter.state, events)


def broken(matter, **fields):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(**fields)
    return error.value.__cause__.diag.constraint_name


def test_the_database_itself_refuses_what_no_action_does(world):
    matter = matters.submitted(world)
    verifier = world.people["city_staff"]
    doer = world.people["a_government"]
    assert broken(matter, signatory="") == "matter_issued_signed_and_dated"
    assert broken(matter, due_on=None) == "matter_issued_signed_and_dated"
    assert broken(matter, percent=101) == "matter_percent_0_to_100"
    assert broken(matter, state=S.CLOSED) == "matter_closed_by_someone"
    assert broken(matter, state=S.CLOSED, closed_by=verifier) == "matter_closed_by_someone"
    assert (
        broken(matter, state=S.CLOSED, closed_by=doer, closed_at=AT) == "matter_verifier_not_doer"
    )


@pytest.mark.parametrize("verb", ["return", "extend", "reopen", "withdraw"])
def test_an_event_that_needs_words_cannot_be_kept_without(world, verb):
    matter = matters.issued(world)
    with pytest.raises(IntegrityError, match="matter_event_return_has_words"):
        MatterEvent.objects.create(matter=matter, verb=verb, by=world.people["secretariat"], at=AT)
