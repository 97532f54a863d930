"""Whom a programme takes: kind and 学段 of the register, and of hosts what studios say."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.kit.errors import Refused
from studios.models import Studio, StudioMember
from tests.studios.conftest import enrol as join
from tests.studios.conftest import name, propose
from tests.support.world import AT, TODAY
from tests.training.sessions import announced, enrol, programme, states
from tests.training.test_views import text
from training import actions, queries
from training.models import Learner, TrainingYear


@pytest.fixture
def studio(room, clock) -> Studio:
    """a1's studio, of which a1-0 is the host and a1-1 a member."""
    found = name(room.world, propose(room.world, "a1", kind="teacher"))
    StudioMember.objects.filter(studio=found, kind="host").update(learner_code="a1-0")
    join(room.world, found, "a1", "a1-1")
    return found


@pytest.fixture
def session(room):
    return announced(room, programme(room, audience="host"))


def test_only_a_host_is_enrolled_with_hosts(room, studio, session):
    enrol(room, session, "a1-0")
    words = "教师a1-1不是在任的工作室主持人，不能报名本班；主持人以三名工作室的登记为准。"
    with pytest.raises(Refused, match=words):
        enrol(room, session, "a1-1")
    assert states(session) == {"a1-0": "enrolled"}


@pytest.mark.parametrize(
    "change",
    [
        {"state": "proposed"},
        {"until": date(2023, 5, 20)},
        {"state": "revoked", "end_reason": "考核不合格"},
    ],
)
def test_a_studio_that_does_not_work_has_no_host(room, studio, session, change):
    Studio.objects.filter(pk=studio.pk).update(**change)
    with pytest.raises(Refused, match="主持人"):
        enrol(room, session, "a1-0")


def test_who_was_host_before_is_none_now(room, studio, session):
    StudioMember.objects.filter(kind="host").update(until=date(2023, 5, 20))
    with pytest.raises(Refused, match="主持人"):
        enrol(room, session, "a1-0")


def test_a_host_under_the_code_of_a_merged_record_is_one(room, studio, session):
    words = {"into": room.learners["a2-0"], "by": None, "at": AT, "reason": "换发编号"}
    actions.merge_learner(room.learners["a1-1"], **words)
    StudioMember.objects.filter(kind="host").update(learner_code="old")
    Learner.objects.filter(code="a1-1").update(code="old")
    enrol(room, session, "a2-0")


def test_the_page_offers_hosts_only(room, studio, session, sign_in, django_assert_num_queries):
    client, address = sign_in("a1_officer"), reverse("training:enrolment-add", args=[session.pk])
    client.get(address)
    with django_assert_num_queries(11):
        form = client.get(address).context["form"]
    assert [row.code for _, rows in form.roster for row in rows] == ["a1-0"]
    said = text(sign_in("a2_officer").get(address))
    assert "本单位没有这个班次的培训对象" in said


def test_a_session_of_hosts_fits_the_gap_of_a_host_only(room, studio, session):
    for code, fits in (("a1-0", True), ("a1-1", False)):
        found = queries.year_of_learner(room.learners[code], TODAY).fitting
        assert (str(session) in [row.name for row in found]) is fits
        assert [row.hours for row in found if row.name == str(session)] == [session.hours] * fits
    year = TrainingYear.objects.get(year=2023)
    rows = queries.with_fitting(Learner.objects.filter(code__in=["a1-0", "a1-1"]), year, TODAY)
    assert {row.code: row.fits for row in rows} == {"a1-0": [str(session)], "a1-1": []}
