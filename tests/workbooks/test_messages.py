from pueredu.workbooks.messages import MOST_TEXTS, Level, Tally


def said(tally):
    return [(line.level, line.count, line.sentence) for line in tally.lines()]


def test_equal_texts_become_one_line_gravest_and_commonest_first():
    tally = Tally()
    tally.add(2, Level.NOTE, "「学时」含有空格", "hours")
    tally.add(3, Level.ERROR, "「学时」不能为空", "hours")
    tally.add(4, Level.WARNING, "在表格中是隐藏行")
    for row_no in range(5, 40):
        tally.add(row_no, Level.ERROR, "未找到教师“张三”", "code")

    assert said(tally) == [
        ("error", 35, "未找到教师“张三”：第 5 行等 35 处"),
        ("error", 1, "第 3 行「学时」不能为空"),
        ("warning", 1, "第 4 行在表格中是隐藏行"),
        ("note", 1, "第 2 行「学时」含有空格"),
    ]
    assert tally.lines()[0].rows == list(range(5, 25))


def test_a_tally_goes_on_from_what_was_kept():
    kept = {"level": "error", "column": "code", "text": "与第 2 行重复", "count": 1, "rows": [3]}
    tally = Tally([kept])
    tally.add(4, Level.ERROR, "与第 2 行重复", "code")

    assert said(tally) == [("error", 2, "与第 2 行重复：第 3 行等 2 处")]
    assert kept["rows"] == [3]


def test_too_many_different_texts_are_said_together():
    tally = Tally()
    for row_no in range(MOST_TEXTS + 3):
        tally.add(row_no, Level.ERROR, f"未找到教师“{row_no}”", "code")

    assert len(tally.lines()) == MOST_TEXTS + 1
    assert tally.lines()[0].sentence == f"另有不同的错误：第 {MOST_TEXTS} 行等 3 处"
