"""A rule is drafted, looked at and put in force; what it recognised keeps it for good."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from tests.support.world import AT, TODAY
from tests.training.conftest import HELD_ON, activity
from tests.training.test_models import breaks, updating
from tests.training.test_views import text
from training import actions, queries
from training.enums import TrainingLevel
from training.forms.rosters import rule_choices
from training.models import HoursBatch, RuleVersion

CODE = "school_based_training_school"
PAPER = {"source": "市教体局〔2023〕30号", "is_provisional": False}


@pytest.fixture
def training(room):
    return room.world.person("city_training")


@pytest.fixture
def drafted(training):
    """A version of the school's own training by which an hour counts half, capped at two."""

    def made(**changes) -> RuleVersion:
        rule = RuleVersion.objects.filter(code=CODE).latest("since")
        rule.pk, rule._state.adding = None, True
        words = {"since": HELD_ON, "unit": "学时", "hours_per_unit": Decimal("0.5"), **changes}
        for name, value in words.items():
            setattr(rule, name, value)
        return actions.add_rule_version(rule, by=training, at=AT)

    return made


def recognise(batch: HoursBatch, room) -> HoursBatch:
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
    return actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)


def test_a_draft_counts_nothing_and_one_in_force_counts_from_its_day(
    recognised, enter, drafted, room, training
):
    old = recognised.entries.first().rule
    draft = drafted()
    assert draft not in RuleVersion.objects.in_force(HELD_ON)
    first = recognise(enter("a1", "a1_officer", is_filed=True), room)
    assert set(first.entries.values_list("rule", "hours")) == {(old.pk, Decimal(3))}
    actions.enforce_rule_version(draft, by=training, at=AT, **PAPER)
    old.refresh_from_db()
    assert old.until == date(2023, 5, 23)
    what = activity("新规之后的")
    second = recognise(enter("a1", "a1_officer", what=what, is_filed=True), room)
    assert set(second.entries.values_list("rule", "hours")) == {(draft.pk, Decimal("1.5"))}
    before = activity("新规之前的", held_on=date(2023, 5, 23))
    third = recognise(enter("a1", "a1_officer", what=before, is_filed=True), room)
    assert set(third.entries.values_list("rule", "hours")) == {(old.pk, Decimal(3))}
    assert set(recognised.entries.values_list("rule", flat=True)) == {old.pk}
    entry = Entry.objects.get(verb="training.rule_version.enforce")
    assert (entry.reason, entry.changes["ended"][1][-10:]) == (PAPER["source"], "2023-05-23")
    call_command("reconcile_hours")


def test_the_preview_counts_as_recognition_then_does(recognised, enter, drafted, room, training):
    enter("a1", "a1_officer", is_filed=True)
    enter("a1", "a1_officer", what=activity("其二"), is_filed=True)
    enter("b1", "b1_officer")
    enter("b1", "b1_officer", what=activity("早的", held_on=date(2023, 5, 23)))
    draft = drafted(annual_cap=Decimal(2))
    impact = queries.impact_of(draft)
    found = [(row.county, row.lines, row.people, row.schools) for row in impact.counties]
    names = {key: room.world.units[key].short_name for key in "ab"}
    assert found == [(names["a"], 4, 2, 1), (names["b"], 2, 2, 1)]
    sums = ("hours_before", "hours_after", "over_before", "over_after")
    assert [impact.total(name) for name in sums] == [18, 7, 0, 2]
    assert impact.kept == recognised.entries.count()
    actions.enforce_rule_version(draft, by=training, at=AT, **PAPER)
    actions.verify_hours_batches(HoursBatch.objects.all(), by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batches(HoursBatch.objects.all(), by=training, at=AT)
    counted = draft_hours(draft)
    assert counted == impact.counties[0].hours_after == 4


def draft_hours(rule: RuleVersion) -> Decimal:
    return sum(row.counted_hours for row in rule_entries(rule))


def rule_entries(rule: RuleVersion):
    return [row for batch in HoursBatch.objects.all() for row in batch.entries.filter(rule=rule)]


def test_a_later_version_ends_one_that_is_put_before_it(drafted, training):
    later = drafted(since=date(2023, 9, 1))
    actions.enforce_rule_version(later, by=training, at=AT, **PAPER)
    done = actions.enforce_rule_version(drafted(), by=training, at=AT, **PAPER)
    assert (done.since, done.until) == (HELD_ON, date(2023, 8, 31))
    versions = RuleVersion.objects.enforced().filter(code=CODE).order_by("since")
    assert [row.until for row in versions] == [date(2023, 5, 23), date(2023, 8, 31), None]
    with pytest.raises(Refused, match="同一天"):
        actions.enforce_rule_version(drafted(), by=training, at=AT, **PAPER)


def test_what_is_in_force_is_not_changed_and_a_draft_is(recognised, drafted, training):
    draft = drafted()
    draft.annual_cap = Decimal(9)
    assert actions.change_rule_version(draft, by=training, at=AT).annual_cap == 9
    actions.withdraw_rule_version(draft, by=training, at=AT)
    with pytest.raises(WrongState):
        actions.enforce_rule_version(draft, by=training, at=AT, **PAPER)
    used = recognised.entries.first().rule
    used.annual_cap = Decimal(1)
    with pytest.raises(Refused, match="拟一个新版本"):
        actions.change_rule_version(used, by=training, at=AT)


def test_the_database_keeps_what_recognised_something(recognised):
    used = recognised.entries.first().rule
    rows = RuleVersion.objects.filter(pk=used.pk)
    for words in ({"hours_per_unit": 2}, {"annual_cap": 1}, {"state": "withdrawn"}):
        with pytest.raises(DatabaseError, match="recognised"), transaction.atomic():
            rows.update(**words)
    rows.update(until=date(2023, 12, 31))
    unused = RuleVersion.objects.exclude(pk=used.pk).order_by("pk")
    assert unused.filter(pk=unused[0].pk).update(hours_per_unit=2) == 1
    breaks("rule_dates_in_order", updating(used, until=date(2000, 1, 1)))


def test_only_the_training_section_and_only_with_a_document(drafted, room, training):
    draft = drafted()
    for key in ("secretariat", "city_staff", "a_bureau", "a1_officer"):
        by = room.world.person(key)
        for act in (actions.add_rule_version, actions.change_rule_version):
            with pytest.raises(NotPermitted):
                act(draft if act is actions.change_rule_version else RuleVersion(), by=by, at=AT)
        with pytest.raises(NotPermitted):
            actions.enforce_rule_version(draft, by=by, at=AT, **PAPER)
    with pytest.raises(Incomplete, match="依据"):
        actions.enforce_rule_version(draft, by=training, at=AT, source=" ", is_provisional=True)


def test_from_the_list_to_the_rule_in_force(recognised, enter, sign_in, django_assert_num_queries):
    client = sign_in("city_training")
    rule = recognised.entries.first().rule
    enter("a1", "a1_officer", is_filed=True)
    assert str(rule) in client.get(reverse("training:rule-version-list")).content.decode()
    add = reverse("training:rule-version-add", args=[rule.pk])
    assert add in client.get(rule.get_absolute_url()).content.decode()
    data = {
        "title": rule.title, "unit": "学时", "hours_per_unit": "0.5", "credits_per_unit": "0.05",
        "annual_cap": "", "evidence": "签到表", "since": "2023-05-24", "source": "拟稿",
    }  # fmt: skip
    assert client.get(add).status_code == 200
    page = client.post(add, data, follow=True).content.decode()
    for words in ("拟定中", "尚未认定的 2 条", "由 6 变为 3", "已认定的 5 条不变", "6 → 3"):
        assert words in page
    draft = RuleVersion.objects.get(state="draft")
    address = draft.get_absolute_url()
    for n in range(2):
        with django_assert_num_queries(9):
            client.get(address)
        enter("b1", "b1_officer", what=activity(f"再一次{n}"))
    change = reverse("training:rule-version-change", args=[draft.pk])
    assert client.post(change, {**data, "evidence": "名单"}).status_code == 302
    enforce = reverse("training:rule-version-enforce", args=[draft.pk])
    assert "施行后影响到谁" in client.get(enforce).content.decode()
    page = client.post(enforce, {"source": "市教体局〔2023〕30号"}, follow=True).content.decode()
    assert "已施行" in page
    assert "名单" in page
    assert client.get(change).status_code == client.get(enforce).status_code == 302


def test_the_catalogue_stands_in_the_official_order(room, sign_in):
    said = text(sign_in("city_training").get(reverse("training:rule-version-list")))
    titles = ["集中培训(国家级)", "集中培训(市级)", "校本研修(校级)", "教学竞赛(县级)"]
    places = [said.index(title) for title in titles]
    assert places == sorted(places)
    rows = dict(rule_choices(TODAY, TrainingLevel.values))["校级"]
    assert [title for _, title in rows][:2] == ["校本研修(校级)", "教研活动(校级)"]


def test_the_admin_shows_what_is_in_force_and_lets_a_draft_be_written(drafted, sign_in):
    client, draft = sign_in("city_training"), drafted()
    rule = RuleVersion.objects.enforced()[0]
    pages = {
        row.pk: client.get(reverse("admin:training_ruleversion_change", args=[row.pk]))
        for row in (rule, draft)
    }
    fields = {pk: 'name="annual_cap"' in page.content.decode() for pk, page in pages.items()}
    assert fields == {rule.pk: False, draft.pk: True}
    address = reverse("admin:training_ruleversion_do", args=[draft.pk, "enforce"])
    assert client.post(address, {"source": "文件"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "in_force"
