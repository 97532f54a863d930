"""Each verb: done, refused, in the wrong state, remembered."""

from datetime import date, timedelta

import pytest

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from studios import actions
from studios.actions import Guest, HostEntry, Record
from studios.enums import ActivityState, StudioState
from studios.models import Attendance, Studio, StudioMember
from tests.studios.conftest import HELD_ON, enrol, name, propose, record
from tests.support import files
from tests.support.world import AT, TODAY

VERB = "studios.add_activity"


def verbs(record) -> list[str]:
    return list(Entry.objects.about(record).values_list("verb", flat=True))


def test_a_county_proposes_in_its_own_area_only(world, kinds):
    with pytest.raises(NotPermitted):
        actions.propose_studio(
            Studio(name="别县的", kind="teacher", school=world.units["b1"]),
            by=world.person("a_bureau"),
            at=AT,
            host=HostEntry("某人", "X-1"),
        )
    assert Studio.objects.count() == 0


def test_a_proposal_has_its_host_and_no_right_yet(proposed, world):
    assert proposed.members.get().learner_code == "H-a1"
    assert not world.person("a1_head").has_perm(VERB, proposed)
    assert verbs(proposed) == ["studios.studio.add"]


def test_naming_gives_the_term_of_the_figure_and_ties_the_host(proposed, world):
    studio = name(world, proposed)
    assert (studio.state, studio.until) == (StudioState.NAMED, date(2026, 4, 30))
    assert world.person("a1_head").has_perm(VERB, studio)
    assert not world.person("b1_head").has_perm(VERB, studio)
    assert verbs(studio) == ["studios.studio.add", "studios.studio.name"]


def test_a_county_never_names(proposed, world):
    with pytest.raises(NotPermitted):
        actions.name_studio(
            proposed, by=world.person("a_bureau"), at=AT, named_on=TODAY, source="文", since=TODAY
        )


def test_naming_needs_a_document(proposed, world):
    with pytest.raises(Incomplete, match="命名依据"):
        actions.name_studio(
            proposed,
            by=world.person("city_training"),
            at=AT,
            named_on=TODAY,
            source=" ",
            since=TODAY,
        )


def test_nobody_names_what_they_proposed(world, kinds, clock):
    studio = Studio(name="自己申报", kind="teacher", school=world.units["a1"])
    own = actions.propose_studio(
        studio, by=world.person("city_training"), at=AT, host=HostEntry("某人", "X-1")
    )
    with pytest.raises(Refused, match="申报的人不能命名"):
        name(world, own)


def test_a_second_naming_meets_a_sentence(studio, world):
    with pytest.raises(WrongState, match="已命名"):
        name(world, studio)


def test_declining_needs_words_and_ends_the_proposal(proposed, world):
    city = world.person("city_training")
    with pytest.raises(Refused, match="写明理由"):
        actions.decline_studio(proposed, by=city, at=AT, text="")
    declined = actions.decline_studio(proposed, by=city, at=AT, text="材料不全")
    assert (declined.state, declined.end_reason) == (StudioState.DECLINED, "材料不全")
    assert propose(world, "a1").state == StudioState.PROPOSED


def test_revoking_takes_the_hosts_right_at_once(studio, world):
    revoked = actions.revoke_studio(
        studio, by=world.person("city_training"), at=AT, text="考核不合格"
    )
    assert (revoked.state, revoked.ended_on) == (StudioState.REVOKED, TODAY)
    assert not world.person("a1_head").has_perm(VERB, revoked)


def test_a_host_does_not_revoke(studio, world):
    with pytest.raises(NotPermitted):
        actions.revoke_studio(studio, by=world.person("a1_head"), at=AT, text="不干了")


def test_a_term_expires_only_when_it_is_over(studio, world):
    city = world.person("city_training")
    with pytest.raises(Refused, match="2026年4月30日"):
        actions.expire_studio(studio, by=city, at=AT)
    later = AT + timedelta(days=1200)
    assert actions.expire_studio(studio, by=city, at=later).state == StudioState.EXPIRED


def test_a_new_host_takes_the_place_and_the_tie(studio, world):
    host = HostEntry("新主持人", "T-1", world.people["a1_teacher"])
    actions.appoint_host_studio(studio, by=world.person("city_training"), at=AT, host=host)
    current = StudioMember.objects.filter(studio=studio, until=None)
    assert {(row.kind, row.learner_code) for row in current} == {("host", "T-1"), ("member", "T-2")}
    assert world.person("a1_teacher").has_perm(VERB, studio)
    assert not world.person("a1_head").has_perm(VERB, studio)


def test_members_are_limited_by_the_figure_and_followers_are_not(studio, world):
    for n in range(3, 11):
        enrol(world, studio, "a1", f"T-{n}")
    with pytest.raises(Refused, match="成员最多 10 人"):
        enrol(world, studio, "a1", "T-11")
    assert enrol(world, studio, "a1", "F-1", kind="follower").pk


def test_a_proposed_studio_takes_no_members(proposed, world):
    with pytest.raises(Refused, match="命名以后"):
        enrol(world, proposed, "a1", "T-1")


def test_a_host_releases_members_of_the_own_studio_only(studio, other, world):
    member = studio.members.get(learner_code="T-1")
    with pytest.raises(NotPermitted):
        actions.release_member(member, by=world.person("b1_head"), at=AT, until=TODAY)
    gone = actions.release_member(member, by=world.person("a1_head"), at=AT, until=TODAY)
    assert gone.until == TODAY
    with pytest.raises(Refused, match="已不在"):
        actions.release_member(gone, by=world.person("a1_head"), at=AT, until=TODAY)


def test_a_host_is_replaced_not_released(studio, world):
    host = studio.members.hosts().get()
    with pytest.raises(Refused, match="更换主持人"):
        actions.release_member(host, by=world.person("city_training"), at=AT, until=TODAY)


def test_an_activity_is_entered_with_who_was_there(activity, world):
    rows = {
        row.learner_code: (row.is_present, row.is_guest, row.school)
        for row in activity.attendances.select_related("school")
    }
    assert rows == {
        "H-a1": (True, False, world.units["a1"]),
        "T-1": (True, False, world.units["a1"]),
        "T-2": (False, False, world.units["a2"]),
        "G-9": (True, True, None),
    }
    assert verbs(activity) == ["studios.activity.add"]


def test_only_the_host_enters_an_activity(studio, world):
    for key in ("b1_head", "a_bureau", "city_training", "a1_officer"):
        with pytest.raises(NotPermitted):
            record(world, studio, host=world.person(key))


def test_a_double_click_makes_one_activity(activity, world):
    with pytest.raises(Refused, match="已经登记过"):
        record(world, activity.studio, host=world.person("a1_head"))
    assert activity.studio.activities.count() == 1


def test_a_code_stands_once_on_a_roster(studio, world):
    with pytest.raises(Refused, match="教师编号重复：G-9"):
        actions.change_activity(
            record(world, studio, host=world.person("a1_head")),
            by=world.person("a1_head"),
            at=AT,
            words={},
            record=Record((), frozenset(), (Guest("G-9", "甲"), Guest("G-9", "乙"))),
        )


def test_a_draft_is_corrected_with_evidence(activity, world):
    actions.change_activity(
        activity,
        by=world.person("a1_head"),
        at=AT,
        words={"hours": 2},
        record=Record((), frozenset(), (Guest("G-1", "甲"),)),
        uploads=[files.pdf()],
    )
    activity.refresh_from_db()
    assert [row.learner_code for row in activity.attendances.all()] == ["G-1"]
    assert (activity.hours, activity.attachments.count()) == (2, 1)


def test_a_revoked_studio_has_no_more_activities(studio, world):
    actions.revoke_studio(studio, by=world.person("city_training"), at=AT, text="考核不合格")
    with pytest.raises(Refused, match="不能登记活动"):
        record(world, Studio.objects.get(), host=None)


def test_confirming_is_final(activity, world):
    host = world.person("a1_head")
    done = actions.confirm_activity(activity, by=host, at=AT)
    assert (done.state, done.confirmed_by) == (ActivityState.CONFIRMED, host)
    assert verbs(done) == ["studios.activity.add", "studios.activity.confirm"]
    with pytest.raises(WrongState):
        actions.confirm_activity(done, by=host, at=AT)
    with pytest.raises(Refused, match="不能再修改"):
        actions.change_activity(done, by=host, at=AT, words={}, record=Record(()))


def test_nothing_is_confirmed_before_its_day(studio, world):
    host = world.person("a1_head")
    ahead = record(world, studio, host=host, held_on=TODAY + timedelta(1))
    with pytest.raises(Refused, match="还没有举行"):
        actions.confirm_activity(ahead, by=host, at=AT)


def test_nobody_present_is_nothing_to_confirm(activity, world):
    Attendance.objects.update(is_present=False)
    with pytest.raises(Incomplete, match="没有人到场"):
        actions.confirm_activity(activity, by=world.person("a1_head"), at=AT)


def test_only_the_host_confirms(activity, world):
    for key in ("a_bureau", "city_training", "b1_head"):
        with pytest.raises(NotPermitted):
            actions.confirm_activity(activity, by=world.person(key), at=AT)


def test_cancelling_needs_words_and_frees_the_day(activity, world):
    host = world.person("a1_head")
    with pytest.raises(Incomplete):
        actions.cancel_activity(activity, by=host, at=AT, text=" ")
    gone = actions.cancel_activity(activity, by=host, at=AT, text="停电改期")
    assert gone.state == ActivityState.CANCELLED
    assert record(world, gone.studio, host=host).held_on == HELD_ON
