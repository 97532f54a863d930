from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.workbooks.cells import UNCACHED, Converter
from pueredu.workbooks.columns import CellKind, Column
from pueredu.workbooks.messages import Level


def read(kind, raw, **options):
    return Converter(Column("x", "学时", kind, **options))(raw)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (CellKind.TEXT, "演示教师", "演示教师"),
        (CellKind.TEXT, 12.0, "12"),
        (CellKind.CODE, "00123", "00123"),
        (CellKind.NUMBER, 6.5, Decimal("6.5")),
        (CellKind.NUMBER, "6.5", Decimal("6.5")),
        (CellKind.INTEGER, 30.0, 30),
        (CellKind.DATE, date(2023, 5, 25), date(2023, 5, 25)),
        (CellKind.DATE, "2023年5月25日", date(2023, 5, 25)),
        (CellKind.DATE, "2023/5/25", date(2023, 5, 25)),
        (CellKind.DATE, "20230525", date(2023, 5, 25)),
        (CellKind.YES_NO, "是", True),
        (CellKind.YES_NO, False, False),
        (CellKind.TEXT, "", None),
        (CellKind.TEXT, None, None),
    ],
)
def test_a_plain_cell_is_read_without_a_word(kind, raw, value):
    assert read(kind, raw) == (value, None, "")


@pytest.mark.parametrize(
    ("kind", "raw", "value", "word"),
    [
        (CellKind.CODE, 123.0, "123", "以数字存放"),
        (CellKind.CODE, "123.0", "123", "多了“.0”"),
        (CellKind.CODE, "１２３", "123", "全角"),
        (CellKind.NUMBER, "６", Decimal(6), "全角"),
        (CellKind.NUMBER, "1,000", Decimal(1000), "分隔符"),
        (CellKind.DATE, 45071.0, date(2023, 5, 25), "日期序号"),
        (CellKind.DATE, "45071", date(2023, 5, 25), "日期序号"),
        (CellKind.DATE, "２０２３-０５-２５", date(2023, 5, 25), "全角"),
        (CellKind.TEXT, " 张三　", "张三", "首尾有空格"),
    ],
)
def test_a_mended_cell_is_noted(kind, raw, value, word):
    found, level, text = read(kind, raw)
    assert (found, level) == (value, Level.NOTE)
    assert word in text


@pytest.mark.parametrize(
    ("kind", "raw", "word"),
    [
        (CellKind.NUMBER, "六", "「学时」应为数字，填的是“六”"),
        (CellKind.NUMBER, "nan", "应为数字"),
        (CellKind.NUMBER, "1e15", "应为数字"),
        (CellKind.NUMBER, "1e999999999", "应为数字"),
        (CellKind.NUMBER, "1e-99999", "应为数字"),
        (CellKind.INTEGER, "0e-99999", "应为数字"),
        (CellKind.NUMBER, date(2023, 5, 25), "应为数字"),
        (CellKind.INTEGER, 1.5, "应为整数"),
        (CellKind.DATE, "五月", "应为日期"),
        (CellKind.DATE, "2023-02-30", "应为日期"),
        (CellKind.CODE, 1234567890123456789.0, "位的部分已丢失"),
        (CellKind.CODE, "1.23457E+17", "科学计数"),
        (CellKind.CODE, date(2023, 5, 25), "应为编号"),
        (CellKind.YES_NO, "也许", "“是”或“否”"),
        (CellKind.TEXT, "a\x00b", "控制字符"),
        (CellKind.TEXT, "#REF!", "公式错误"),
        (CellKind.NUMBER, UNCACHED, "没有计算结果"),
    ],
)
def test_a_wrong_cell_is_told_in_words(kind, raw, word):
    _, level, text = read(kind, raw)
    assert level is Level.ERROR
    assert word in text


def test_an_empty_required_cell_is_an_error():
    assert read(CellKind.TEXT, " ", required=True) == (None, Level.ERROR, "「学时」不能为空")


def test_a_choice_not_in_the_list_names_the_nearest():
    _, level, text = read(CellKind.TEXT, "集中培圳", choices=("集中培训", "网络研修"))
    assert level is Level.ERROR
    assert text == "「学时」不在可选项中，填的是“集中培圳”，是否应为“集中培训”"


def test_a_text_means_what_was_chosen_for_it():
    column = Column("x", "形式", CellKind.TEXT, choices=("集中培训", "网络研修"))
    read = Converter(column, {"集中": "集中培训"})
    assert read(" 集中 ") == ("集中培训", Level.NOTE, "「形式」首尾有空格，已去掉")
    assert read("网络")[:2] == ("网络", Level.ERROR)
    assert read.unlisted == {"网络"}


@given(
    st.sampled_from(list(CellKind)),
    st.one_of(st.text(), st.floats(), st.booleans(), st.none(), st.integers()),
)
@settings(max_examples=400, deadline=None)
def test_any_cell_gives_a_value_or_a_sentence(kind, raw):
    value, level, text = read(kind, raw)
    assert (level is None) == (text == "")
    assert "\x00" not in str(value)
