from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pueredu.documents.wording import (
    checked_number,
    heading_number,
    numeral,
    paper_date,
    width,
)
from pueredu.kit.errors import Refused


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numerals(number, text):
    assert numeral(number) == text


@given(st.integers(1, 99), st.integers(1, 99))
def test_no_two_numbers_share_a_numeral(one, other):
    assert (numeral(one) == numeral(other)) == (one == other)


def test_headings_follow_the_standard():
    assert [heading_number(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]


def test_dates_are_not_padded():
    assert paper_date(date(2023, 5, 1)) == "2023年5月1日"
    assert width("2023年5月1日") == 6


def test_a_number_is_entered_or_pending():
    assert checked_number(" ") == "发文字号待登记"
    assert checked_number("普教发〔2023〕7号") == "普教发〔2023〕7号"


@pytest.mark.parametrize(
    "text",
    [
        "普教发[2023]7号",
        "普教发〔23〕7号",
        "普教发〔2023〕07号",
        "普教发〔2023〕第7号",
        "〔2023〕7号",
    ],
)
def test_a_number_written_otherwise_is_refused(text):
    with pytest.raises(Refused, match="发文字号应写作"):
        checked_number(text)
