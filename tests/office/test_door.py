"""What was not done is remembered too: denied, hidden, refused, failed, and by whom."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import path, reverse

from accountability import actions as accountability
from accountability.models import MandatoryTopic, Report, YearPlan
from pueredu.audit.actions import MOST_KINDS, Attempt, remember_attempt, settle_tallies
from pueredu.audit.models import Entry, Tally
from pueredu.office.door import FOREIGN, MISSING
from tests.support import files
from tests.support.figures import load_figures
from tests.support.rights import owner_cursor
from tests.support.world import AT


@pytest.fixture
def reports(world):
    """The reports of the counties a and b."""
    load_figures()
    plan = YearPlan.objects.create(
        year=2023, title="实施方案", due_on=date(2023, 8, 1), lock_on=date(2023, 8, 15)
    )
    MandatoryTopic.objects.create(plan=plan, no=1, title="教育投入")
    accountability.open_year_plan(plan, by=world.person("secretariat"), at=AT)
    return {key: Report.objects.get(county=world.units[key]) for key in ("a", "b")}


def tried(**words) -> list[tuple]:
    """What was remembered besides acts that were done: verb, result, record, reason."""
    rows = Entry.objects.exclude(result="done").filter(**words).order_by("id")
    return [(row.verb, row.result, row.object_id, row.reason) for row in rows]


def test_a_denied_verb_is_remembered_with_the_record_the_person_and_the_request(
    reports, sign_in, world
):
    page = reverse("accountability:report-accept", args=[reports["a"].pk])
    assert sign_in("a_party_office").post(page).status_code == 403
    entry = Entry.objects.get(result="denied")
    assert (entry.verb, entry.object_type) == (
        "accountability.report.accept",
        "accountability.report",
    )
    assert (entry.object_label, entry.county_id) == (str(reports["a"]), world.units["a"].pk)
    assert (entry.actor_id, entry.actor) == (
        world.people["a_party_office"].pk, world.people["a_party_office"].name,
    )  # fmt: skip
    assert (entry.reason, entry.address) == ("您的职务没有这项权限。", "127.0.0.1")
    assert len(entry.request_id) == 36


def test_a_foreign_record_is_missing_for_the_person_and_an_attempt_for_the_auditor(
    reports, sign_in
):
    client = sign_in("a_party_office")
    answers = [
        client.get(reverse("accountability:report-detail", args=[pk]))
        for pk in (reports["b"].pk, 10**9)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert tried() == [
        ("accountability.report.view", "denied", str(reports["b"].pk), FOREIGN),
        ("accountability.report.view", "failed", str(10**9), MISSING),
    ]
    assert set(Entry.objects.exclude(result="done").values_list("object_label", flat=True)) == {""}


def test_foreign_and_missing_cost_the_same(reports, sign_in, django_assert_num_queries):
    client = sign_in("a_party_office")
    for pk in (reports["b"].pk, 10**9):
        with django_assert_num_queries(11):
            client.get(reverse("accountability:report-detail", args=[pk]))


def test_what_a_rule_refuses_failed_with_its_sentence(reports, sign_in):
    page = reverse("accountability:report-submit", args=[reports["a"].pk])
    assert sign_in("a_party_office").post(page).status_code == 422
    ((verb, result, pk, reason),) = tried()
    assert (verb, result, pk) == ("accountability.report.submit", "failed", str(reports["a"].pk))
    assert reason.startswith("还不能报送：必述问题「教育投入」还没有回应")


def test_a_stale_button_failed_with_its_sentence(reports, sign_in):
    page = reverse("accountability:report-accept", args=[reports["a"].pk])
    assert sign_in("secretariat").post(page).status_code == 302
    ((verb, result, _, reason),) = tried()
    assert (verb, result) == ("accountability.report.accept", "failed")
    assert reason.startswith("现在的状态是「填报中」，不能接收")


def test_a_verb_of_the_admin_that_a_rule_refuses_failed(reports, sign_in):
    page = reverse("admin:accountability_report_do", args=[reports["a"].pk, "unlock"])
    words = {"until": "2020-01-01", "text": "补报"}
    assert sign_in("secretariat").post(page, words).status_code == 200
    assert tried() == [
        ("accountability.report.unlock", "failed", str(reports["a"].pk), "延长的日期不能早于今天。")
    ]


def test_a_closed_page_of_the_admin_is_remembered(world, sign_in):
    assert sign_in("audit_admin").get("/admin/units/unit/").status_code == 403
    assert [row[:2] for row in tried()] == [("units.unit.view", "denied")]


def test_a_record_that_the_admin_hides_is_remembered(reports, sign_in):
    page = reverse("admin:accountability_report_change", args=[10**9])
    sign_in("secretariat").get(page)
    assert tried() == [("accountability.report.change", "failed", str(10**9), MISSING)]


def test_an_address_with_nonsense_for_a_key_is_no_fault(world, sign_in):
    answer = sign_in("secretariat").get("/admin/units/unit/none/change/")
    assert answer.status_code in {302, 404}
    assert tried() == [("units.unit.change", "failed", "none", MISSING)]


def test_a_refused_upload_failed_and_a_slip_of_the_pen_is_nothing(reports, sign_in):
    page = reverse("accountability:report-fill", args=[reports["a"].pk])
    client = sign_in("a_party_office")
    assert client.post(page, {"signed_on": "gestern"}).status_code == 422
    assert tried() == []
    assert client.post(page, {"signed": files.word()}).status_code == 422
    ((verb, result, _, reason),) = tried()
    assert (verb, result) == ("accountability.report.fill", "failed")
    assert reason.startswith("「报告.docx」：")


def test_a_form_from_elsewhere_is_refused_in_plain_words_and_remembered(world, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.people["a_bureau"], backend="pueredu.accounts.backends.PasswordBackend"
    )
    answer = client.post(reverse("office:sign-out"))
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)
    ((verb, result, _, reason),) = tried()
    assert (verb, result) == ("office.sign_out", "denied")
    assert reason.startswith("跨站请求校验未通过：")


def fault(request):
    raise ValueError("Geheimnis des Herrn Li")


urlpatterns = [path("fault/", fault, name="fault")]


def test_a_fault_is_remembered_by_its_kind_only(world, sign_in, settings):
    client = sign_in("a_bureau")
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    assert client.get("/fault/").status_code == 500
    assert tried() == [("fault", "failed", "", "ValueError")]


def test_strangers_are_sent_to_the_door_and_leave_no_entry(world, client):
    client.get(reverse("accountability:report-list"))
    client.get("/nothing/here/")
    assert Entry.objects.count() == 0


def test_who_is_turned_away_at_the_sign_in_is_remembered_once_a_minute(world, clock, client):
    for _ in range(8):
        client.post(reverse("office:sign-in"), {"username": "a_bureau", "password": "falsch"})
    for _ in range(6):
        client.post(reverse("office:sign-in"), {"username": "MeinPasswort!", "password": "x"})
    pk = str(world.people["a_bureau"].pk)
    assert tried(verb="accounts.user.lock_out") == [
        ("accounts.user.lock_out", "denied", pk, ""),
        ("accounts.user.lock_out", "denied", "", ""),
    ]
    assert Tally.objects.get(verb="accounts.user.lock_out", object_id=pk).count == 4
    assert "MeinPasswort" not in str(list(Entry.objects.values()))
    assert set(Entry.objects.filter(result="denied").values_list("actor", flat=True)) == {"未登录"}


def knock(world, number: int, at=AT, key: str = "a_bureau"):
    attempt = Attempt("loop.matter.view", object_type="loop.matter", object_id=str(number))
    return remember_attempt(attempt, by=world.people[key], at=at)


def test_the_same_within_a_minute_is_counted_and_told_when_the_minute_is_over(world):
    first, *others = [knock(world, 1, AT + timedelta(seconds=n)) for n in range(30)]
    assert (first.pk is not None, others) == (True, [None] * 29)
    assert (Entry.objects.count(), settle_tallies(at=AT + timedelta(seconds=59))) == (1, 0)
    assert settle_tallies(at=AT + timedelta(minutes=1)) == 1
    again = Entry.objects.latest("id")
    assert (again.verb, again.object_id, again.actor, again.at) == (
        "loop.matter.view", "1", world.people["a_bureau"].name, AT + timedelta(minutes=1),
    )  # fmt: skip
    assert again.reason == f"第 {first.pk} 号记录之后，同一分钟内又有 29 次相同尝试。"
    assert (Tally.objects.count(), settle_tallies(at=AT + timedelta(minutes=2))) == (0, 0)


def test_another_person_and_another_minute_are_counted_apart(world):
    knock(world, 1)
    assert knock(world, 1, key="b_bureau").actor == world.people["b_bureau"].name
    assert knock(world, 1, AT + timedelta(minutes=1)) is not None
    assert Entry.objects.count() == 3


def test_who_tries_every_number_fills_no_disk(world):
    for number in range(MOST_KINDS + 500):
        knock(world, number)
    assert Entry.objects.count() == MOST_KINDS + 1
    rest = Entry.objects.latest("id")
    assert (rest.verb, rest.object_id, rest.reason) == (
        "door.rest", "", "同一分钟内尝试过多，不再逐条列出。",
    )  # fmt: skip
    settle_tallies(at=AT + timedelta(minutes=1))
    assert "又有 499 次相同尝试" in Entry.objects.latest("id").reason


def test_a_repeated_attempt_costs_one_statement(world, django_assert_num_queries):
    knock(world, 1)
    with django_assert_num_queries(3):  # two of them the savepoint of the test's own transaction
        knock(world, 1)


def test_nobody_s_page_fails_because_it_could_not_be_remembered(reports, sign_in, caplog):
    with owner_cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_tally FROM pueredu_app")
    page = reverse("accountability:report-accept", args=[reports["a"].pk])
    assert sign_in("a_party_office").post(page).status_code == 403
    assert "could not be remembered" in caplog.text
