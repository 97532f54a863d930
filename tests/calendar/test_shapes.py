"""A value is written as people write it, read back as it was, and has the shape of its key."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pueredu.calendar.shapes import Misfit, check, hint, read, shown
from tests.support.figures import PATH

with PATH.open(encoding="utf-8", newline="") as stream:
    FIGURES = {
        row["key"]: (json.loads(row["value"]), row["unit"]) for row in csv.DictReader(stream)
    }


@pytest.mark.parametrize("key", sorted(FIGURES))
def test_every_value_of_the_reference_comes_back_as_it_was(key):
    value, unit = FIGURES[key]
    assert read(key, shown(key, value, unit), value, unit) == value
    assert hint(key, value, unit) is not None


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("training.required_hours", " ７２.５ ", 72.5),
        ("training.sample_share", "0.2", 0.2),
        ("training.unplanned_blocks", "是", True),
        ("training.filing_due", "12-01", "12-01"),
        ("training.bound_stages", "小学，初中", ["primary", "junior"]),
        ("training.absence_void_fraction", "1/4", [1, 4]),
        ("reminders.report", "-5 0 2", [-5, 0, 2]),
        ("reminders.digest_time", "09:15", "09:15"),
        ("studios.expense_kinds", "差旅、会务", ["差旅", "会务"]),
    ],
)
def test_what_people_write_is_understood(key, text, value):
    assert read(key, text, *FIGURES[key]) == value


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("training.required_hours", "七十二", "应填数字"),
        ("training.required_hours", "-1", "不能小于 0"),
        ("training.required_hours", "NaN", "应填数字"),
        ("training.public_notice_days", "2.5", "应填整数"),
        ("training.required_hours", "9999999999", "不能大于 1000000000"),
        ("training.required_hours", "1e999999999", "应填数字"),
        ("training.public_notice_days", "99999", "不能大于 1000"),
        ("reminders.report", "-99999", "不能大于 1000"),
        ("training.sample_share", "5", "比例应在 0 与 1 之间"),
        ("training.unplanned_blocks", "不一定", "应填“是”或“否”"),
        ("training.filing_due", "2-30", "如 11-30"),
        ("training.filing_due", "02-29", "如 11-30"),
        ("training.bound_stages", "大学", "“大学”不在可填的内容中：学前、小学"),
        ("training.bound_stages", " 、", "至少填写一项"),
        ("training.absence_void_fraction", "5/1", "应为分数"),
        ("training.absence_void_fraction", "1/2/3", "应填写 2 项"),
        ("accountability.visit_window", "06-01", "应填写 2 项"),
        ("reminders.report", "-3、明天", "应填数字"),
        ("reminders.digest_time", "25:00", "应填时刻"),
    ],
)
def test_what_would_not_fit_is_told(key, text, sentence):
    with pytest.raises(Misfit, match=sentence):
        read(key, text, *FIGURES[key])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from(sorted(FIGURES)), ANYTHING)
def test_whatever_passes_is_of_the_type_of_the_value_before(key, value):
    like, unit = FIGURES[key]
    try:
        check(key, value, like, unit)
    except Misfit:
        return
    numbers = (int, float)
    kinds = {type(one) for one in (value if isinstance(value, list) else [value])}
    first = type(like[0] if isinstance(like, list) else like)
    assert isinstance(value, list) == isinstance(like, list)
    assert kinds <= (set(numbers) if first in numbers else {first})
