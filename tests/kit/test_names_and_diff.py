"""One verb, one name; and what a history shows of a change."""

from datetime import UTC, date, datetime

from pueredu.calendar.models import Figure
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.names import audit_verb, noun, permission, url_name
from pueredu.kit.pinyin import pinyin_key
from pueredu.loop.models import Matter, MatterEvent


def test_every_name_of_a_verb_follows_from_the_model():
    assert (noun(Matter), noun(MatterEvent)) == ("matter", "matter_event")
    assert permission("report_progress", Matter) == "loop.report_progress_matter"
    assert url_name("report_progress", MatterEvent) == "loop:matter-event-report-progress"
    assert audit_verb("submit", MatterEvent) == "loop.matter_event.submit"


def test_a_snapshot_is_text_by_field_without_the_key():
    figure = Figure(pk=9, key="k", title="题", value=[1, 2], since=date(2023, 1, 2), source="文")
    assert snapshot(figure) == {
        "key": "k", "title": "题", "value": "[1, 2]", "unit": "", "since": "2023-01-02",
        "until": "", "source": "文", "note": "", "is_provisional": "True",
    }  # fmt: skip


def test_a_moment_is_written_in_local_time_and_a_relation_by_its_id():
    matter = Matter(lead_unit_id=7, issued_at=datetime(2023, 5, 25, 1, 0, tzinfo=UTC))
    shown = snapshot(matter)
    assert (shown["issued_at"], shown["lead_unit"]) == ("2023-05-25T09:00:00+08:00", "7")


def test_only_differences_are_kept_and_secrets_never():
    before = {"title": "旧", "state": "draft", "phone": "138", "password": "a"}
    after = {"title": "新", "state": "draft", "phone": "139", "password": "b"}
    assert changes(before, after) == {
        "title": ["旧", "新"], "phone": ["＊＊＊", "＊＊＊"], "password": ["＊＊＊", "＊＊＊"],
    }  # fmt: skip
    assert changes({}, {"title": "新", "text": ""}) == {"title": ["", "新"]}


def test_names_sort_by_sound():
    assert sorted(["思茅区", "澜沧县", "江城县"], key=pinyin_key) == ["江城县", "澜沧县", "思茅区"]
    assert pinyin_key("A1思茅") == "a1 si1 mao2"
