"""The bureau changes numbers without leaving a day, or a reader, without one it can use."""

from datetime import date

import pytest
from django.urls import reverse

from pueredu.audit.models import Entry
from pueredu.calendar.actions import keep_figure
from pueredu.calendar.models import Figure
from pueredu.calendar.queries import value
from pueredu.kit.errors import NotPermitted, Refused
from tests.support.figures import load_figures
from tests.support.world import AT, TODAY
from training.models import TrainingYear

HOURS = "training.required_hours"
ADD = "/admin/calendar/figure/add/"


@pytest.fixture
def figures(world):
    load_figures()
    return world


def follow(world, by="city_staff", **words):
    words = {"key": HOURS, "title": "学时", "value": 80, "since": date(2024, 1, 1), **words}
    figure = Figure(source="演示文件", **words)
    return keep_figure(figure, by=world.person(by), at=AT)


def changed(world, **words):
    figure = Figure.objects.get(key=HOURS)
    for name, word in words.items():
        setattr(figure, name, word)
    return keep_figure(figure, by=world.person("city_staff"), at=AT)


def test_a_new_value_counts_from_its_day_and_is_remembered(figures):
    follow(figures)
    assert (value(HOURS, TODAY), value(HOURS, date(2024, 1, 1))) == (72, 80)
    assert Entry.objects.filter(verb="calendar.figure.add").count() == 1
    with pytest.raises(NotPermitted):
        follow(figures, by="a_bureau", since=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"value": "八十"}, "「数值」应填数字"),
        ({"value": [80]}, "「数值」应填数字"),
        ({"value": None}, "「数值」应填数字"),
        ({"key": "training.no_such"}, "没有这个参数"),
    ],
)
def test_no_value_that_its_readers_cannot_use(figures, words, sentence):
    with pytest.raises(Refused, match=sentence):
        follow(figures, **words)


@pytest.mark.parametrize(
    "words", [{"until": date(2023, 12, 31)}, {"since": date(2023, 6, 1)}, {"key": "training.other"}]
)
def test_no_day_is_left_without_a_value(figures, words):
    with pytest.raises(Refused, match=r"没有数值|没有这个参数"):
        changed(figures, **words)
    assert value(HOURS, TODAY) == 72


def test_the_old_value_ends_once_the_new_one_stands(figures):
    follow(figures)
    changed_until = Figure.objects.get(key=HOURS, value=72)
    changed_until.until = date(2023, 12, 31)
    keep_figure(changed_until, by=figures.person("city_staff"), at=AT)
    assert (value(HOURS, date(2023, 12, 31)), value(HOURS, date(2024, 1, 1))) == (72, 80)


def test_the_counter_writes_values_as_people_do(figures, sign_in):
    client, stages = sign_in("city_staff"), Figure.objects.get(key="training.bound_stages")
    body = client.get(f"/admin/calendar/figure/{stages.pk}/change/").content.decode()
    assert 'value="小学、初中、普通高中"' in body
    assert "可填：学前、小学" in body
    words = {
        "key": "training.bound_stages", "written": "学前、小学、初中", "since": "2024-01-01",
        "until": "", "source": "演示文件", "note": "",
    }  # fmt: skip
    wrong = client.post(ADD, {**words, "written": "大学"})
    assert "“大学”不在可填的内容中" in wrong.content.decode()
    assert client.post(ADD, words).status_code == 302
    new = Figure.objects.get(key="training.bound_stages", since=date(2024, 1, 1))
    assert (new.value, new.title, new.unit) == (
        ["kindergarten", "primary", "junior"], stages.title, stages.unit,
    )  # fmt: skip
    assert "学前、小学、初中" in client.get("/admin/calendar/figure/?q=学段").content.decode()


def test_a_number_that_is_missing_is_told_and_no_fault(figures, sign_in):
    Figure.objects.filter(key=HOURS).delete()
    TrainingYear.objects.create(year=2023, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    page = sign_in("a_bureau").get(reverse("training:overview"))
    assert (page.status_code, HOURS in page.content.decode()) == (409, True)
