"""The auditor's pages: every question answered, nothing counted, and what leaves is remembered."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pueredu.audit.actions import anchor_head, remember, remember_verdict
from pueredu.audit.context import acting_from
from pueredu.audit.models import Entry, Link
from pueredu.office import audit_export
from pueredu.office.audit_forms import above, below
from pueredu.office.auditing import PAGE_SIZE
from tests.support.world import AT

LIST, EXPORT = "/admin/audit/entry/", "/admin/audit/entry/export/"
CHAIN = "/admin/audit/link/"


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"


@pytest.fixture
def auditor(sign_in):
    return sign_in("audit_admin")


@pytest.fixture
def entries(world):
    """Five entries of both counties, one denied, one of a request of its own."""
    units, people = world.units, world.people
    moments = [
        datetime(2023, month, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai")) for month in range(1, 6)
    ]
    made = [
        remember("units.unit.change", units["a1"], by=people["secretariat"], at=moments[0]),
        remember("units.unit.change", units["b1"], by=people["secretariat"], at=moments[1]),
        remember("units.unit.delete", units["b1"], by=people["b_bureau"], at=moments[2], result="denied"),
        remember("units.unit.add", units["a2"], by=None, at=moments[3], reason="新设"),
    ]  # fmt: skip
    with acting_from(request_id="r-5", address="10.0.0.5"):
        made.append(
            remember(
                "units.unit.change",
                units["a1"],
                by=people["city_staff"],
                at=moments[4],
                changes={"kind": ["school", "teaching_point"], "phone": ["＊＊＊", "＊＊＊"]},
            )
        )
    return made


def found(client, **asked) -> list[int]:
    """The numbers of the entries that the list shows, in its order."""
    page = client.get(LIST, asked)
    assert page.status_code == 200
    rows = page.context["table"]["rows"]
    return [int(row["cols"][0].split("/entry/")[1].split("/")[0]) for row in rows]


def numbers(entries, *which) -> list[int]:
    return [entries[n].pk for n in which]


def test_the_list_is_newest_first(entries, auditor):
    mine = [pk for pk in found(auditor) if pk <= entries[-1].pk]
    assert mine == numbers(entries, 4, 3, 2, 1, 0)


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({"verb": "units.unit.change"}, (4, 1, 0)),
        ({"record": "金丝雀乙一"}, (2, 1)),
        ({"result": "denied"}, (2,)),
        ({"request_id": "r-5"}, (4,)),
        ({"since": "2023-02-10", "until": "2023-03-10"}, (2, 1)),
        ({"verb": "units.unit.change", "since": "2023-05-01"}, (4,)),
        ({"actor": "系统"}, (3,)),
    ],
)
def test_every_question_has_its_answer(entries, auditor, asked, which):
    assert found(auditor, **asked) == numbers(entries, *which)


def test_a_person_and_a_county_are_asked_for_by_name(entries, auditor, world):
    name = world.people["secretariat"].name
    assert found(auditor, actor=name) == numbers(entries, 1, 0)
    assert found(auditor, county=world.units["b"].pk) == numbers(entries, 2, 1)


def test_all_that_left_the_house_and_all_looks_at_people_are_one_question_each(world, auditor):
    by, unit, person = (
        world.people["secretariat"], world.units["a1"], world.people["a1_officer"],
    )  # fmt: skip
    asked = {
        "export": ("units.unit.export",),
        "view": ("accounts.user.unmask_phone", "accounts.user.view"),
    }
    for every, verbs in asked.items():
        made = [
            remember(verb, unit if every == "export" else person, by=by, at=AT).pk for verb in verbs
        ]
        assert found(auditor, verb=every, actor=by.name) == made[::-1]


def test_what_cannot_be_read_is_said_and_narrows_nothing(entries, auditor):
    page = auditor.get(LIST, {"since": "gestern"})
    assert 'role="alert"' in page.content.decode()
    assert len(page.context["table"]["rows"]) >= 5


def test_the_words_are_chinese(entries, auditor):
    page = auditor.get(LIST, {"request_id": "r-5"}).content.decode()
    assert "单位　金丝雀甲一小" in page
    assert '<option value="accountability.report.accept">述职报告：接收</option>' in page
    assert '<option value="accounts.user.sign_in">用户：登录</option>' in page


def test_one_entry_tells_everything_in_words(entries, auditor):
    page = auditor.get(f"{LIST}{entries[4].pk}/change/").content.decode()
    link = Link.objects.filter(entry_id=entries[4].pk)
    assert ("10.0.0.5" in page, "修改（units.unit.change）" in page, "金丝雀甲县" in page) == (
        True,
    ) * 3
    assert ("教学点" in page, "＊＊＊" in page, link.exists()) == (True, True, False)
    assert auditor.get(f"{LIST}{10**9}/change/").status_code == 404


def test_the_pages_go_on_by_the_edge_of_the_last_row(world, auditor):
    for n in range(PAGE_SIZE + 5):
        remember("units.unit.change", world.units["a1"], by=None, at=AT, reason=str(n))
    first = auditor.get(LIST, {"actor": "系统"})
    assert (len(first.context["table"]["rows"]), first.context["links"]["before"]) == (
        PAGE_SIZE,
        "",
    )
    second = auditor.get(LIST + first.context["links"]["after"])
    assert (len(second.context["table"]["rows"]), second.context["links"]["after"]) == (5, "")
    back = auditor.get(LIST + second.context["links"]["before"])
    assert back.context["table"]["rows"] == first.context["table"]["rows"]


def test_dates_are_opened_step_by_step():
    first, last = date(2021, 3, 1), date(2023, 5, 25)
    assert [one.label for one in below(None, None, first, last)] == ["2021年", "2022年", "2023年"]
    whole = below(None, None, first, last)[2]
    months = below(whole.since, whole.until, first, last)
    assert (len(months), months[1].label, months[1].until) == (12, "2月", date(2023, 2, 28))
    days = below(months[1].since, months[1].until, first, last)
    assert (len(days), days[27].label) == (28, "28日")
    assert below(days[0].since, days[0].until, first, last) == []
    assert [one.label for one in above(days[0].since, days[0].until)] == ["2023年", "2月", "1日"]
    assert [one.label for one in above(months[1].since, months[1].until)] == ["2023年", "2月"]
    assert above(None, None) == above(date(2022, 1, 1), date(2023, 1, 1)) == []


def test_the_steps_keep_the_other_questions(entries, auditor):
    page = auditor.get(LIST, {"result": "denied", "since": "2023-01-01", "until": "2023-12-31"})
    drill = page.context["drill"]
    assert [step["label"] for step in drill["above"]] == ["全部", "2023年"]
    assert drill["above"][0]["url"] == "?result=denied"
    assert drill["below"][2]["url"] == "?result=denied&since=2023-03-01&until=2023-03-31"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_and_for_three(
    world, auditor, django_assert_num_queries, count
):
    for n in range(count):
        remember("units.unit.change", world.units["a1"], by=None, at=AT, reason=str(n))
    auditor.get(LIST)
    with django_assert_num_queries(7):
        auditor.get(LIST)
    entry = Entry.objects.filter(actor="系统").first()
    with django_assert_num_queries(7):
        auditor.get(f"{LIST}{entry.pk}/change/")
    with django_assert_num_queries(10):
        auditor.get(CHAIN)


def test_an_export_holds_what_was_asked_for_and_is_an_entry_itself(entries, auditor, world):
    answer = auditor.get(EXPORT, {"verb": "units.unit.change", "as": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0], len(rows)) == (audit_export.HEADINGS, 4)
    assert rows[1][:6] == (
        entries[4].pk, "2023-05-10 09:00:00", world.people["city_staff"].name,
        None, None, "修改",
    )  # fmt: skip
    assert rows[1][12] == "把“类别”从 学校 改为 教学点；改了“phone”（内容不显示）"
    note = Entry.objects.get(verb="audit.entry.export")
    assert (note.actor, note.object_label, note.reason) == (
        world.people["audit_admin"].name, "审计记录 3 条", "操作：单位：修改",
    )  # fmt: skip


def test_no_cell_of_an_export_is_a_formula(world, auditor):
    remember("x.y.z", world.units["a1"], by=None, at=AT, reason="=cmd|' /C calc'!A0")
    answer = auditor.get(EXPORT, {"actor": "系统", "as": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (_, row) = list(csv.reader(io.StringIO(text)))
    assert row[11] == "'=cmd|' /C calc'!A0"


def test_a_longer_export_is_asked_to_be_narrowed(entries, auditor, monkeypatch):
    monkeypatch.setattr(audit_export, "MOST", 2)
    answer = auditor.get(EXPORT, {"verb": "units.unit.change"})
    assert answer.url == f"{reverse('admin:audit_entry_changelist')}?verb=units.unit.change"
    assert "一次最多导出 2 条" in auditor.get(answer.url).content.decode()
    assert Entry.objects.filter(verb="audit.entry.export").count() == 0


def test_the_state_of_the_chain_stands_on_one_page(world, auditor):
    page = auditor.get(CHAIN).content.decode()
    assert ("还没有核对过" in page, "没有数据" in page) == (True, True)
    remember_verdict(at=AT)
    page = auditor.get(CHAIN).content.decode()
    assert ("审计链完好" in page, "<dd>是</dd>" in page) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_anchors_stand_there_with_what_the_chain_says(world, auditor, settings):
    remember("x.y.z", world.units["a1"], by=None, at=AT)
    kept = anchor_head(at=AT)
    assert said(auditor) == [kept.hash[:16], "一致"]
    text = settings.AUDIT_ANCHOR_FILE.read_text()
    settings.AUDIT_ANCHOR_FILE.write_text(text.replace(kept.hash, "f" * 64))
    assert said(auditor)[-1] == "签名不符，锚点文件被改动"


def said(auditor) -> list[str]:
    """The hash of the newest anchor on the page, and how it compares with the chain."""
    return auditor.get(CHAIN).context["anchors"]["rows"][0]["cols"][-2:]


@pytest.mark.parametrize("key", ["secretariat", "city_staff", "system_admin", "security_admin"])
def test_nobody_else_reads_the_memory(entries, sign_in, key):
    client = sign_in(key)
    pages = (LIST, EXPORT, CHAIN, f"{LIST}{entries[0].pk}/change/")
    assert [client.get(page).status_code for page in pages] == [403, 403, 403, 404]


def test_the_auditor_sees_no_page_of_the_business_and_adds_nothing(entries, auditor):
    assert auditor.get("/admin/loop/matter/").status_code == 403
    assert auditor.get(reverse("accountability:report-list")).status_code == 403
    for page in (f"{LIST}add/", f"{LIST}{entries[0].pk}/delete/", f"{CHAIN}add/"):
        assert auditor.get(page).status_code == 403
    assert auditor.post(f"{LIST}{entries[0].pk}/change/", {"actor": "x"}).status_code in {200, 403}
    assert Entry.objects.get(pk=entries[0].pk).actor != "x"
