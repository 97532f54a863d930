from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pueredu.kit.templatetags import formats


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (3, "还剩 3 个工作日"),
        (0, "今天到期"),
        (-3, "已逾期 3 个工作日"),
        (None, ""),
    ],
)
def test_the_distance_to_a_due_date_is_said_in_words(given, shown):
    assert formats.working_days(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (27500, "27,500"),
        (Decimal("48.50"), "48.5"),
        ("72.00", "72"),
        (100, "100"),
        (0, "0"),
        (None, "—"),
        ("", "—"),
    ],
)
def test_numbers_keep_their_value_and_lose_idle_zeros(given, shown):
    assert formats.number(given) == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (820, "820 字节"),
        (1536, "1.5 KB"),
        (3 * 1024 * 1024, "3.0 MB"),
        (0, "0 字节"),
        (None, "—"),
    ],
)
def test_sizes_read_as_people_say_them(given, shown):
    assert formats.size(given) == shown


def test_a_share_reads_as_percent_with_one_decimal():
    assert [formats.percent(share) for share in (Decimal("0.8125"), 1, None)] == [
        "81.3%",
        "100%",
        "—",
    ]


def test_moments_are_shown_in_the_time_of_the_portal():
    late = datetime(2023, 5, 31, 16, 30, tzinfo=UTC)
    shown = [formats.day(late), formats.day_short(late), formats.moment(late), formats.iso(late)]
    assert shown == ["2023年6月1日", "2023-06-01", "2023-06-01 00:30", "2023-06-01T00:30:00+08:00"]


def test_days_without_a_date_are_a_dash():
    assert [
        formats.day(None),
        formats.day_short(None),
        formats.moment(None),
        formats.iso(None),
    ] == [
        "—",
        "—",
        "—",
        "",
    ]
    assert formats.day(date(2023, 7, 2)) == "2023年7月2日"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13907150824", "139****0824"), ("0879-2123456", "087*****3456"), ("2123456", "*****56"),
        ("110", "*10"), ("12", "12"), ("", "—"), (None, "—"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_masked(number, shown):
    assert formats.masked_phone(number) == shown
