from decimal import Decimal

from pueredu.workbooks.messages import Level, Message
from pueredu.workbooks.verdicts import counted, judge


def test_every_row_has_one_verdict_and_the_counts_add_up():
    rows = [{"row_no": n, "code": str(n), "hours": Decimal("6.0")} for n in range(1, 6)]
    messages = [
        Message(3, Level.ERROR, "x"),
        Message(3, Level.WARNING, "x"),
        Message(4, Level.WARNING, "x"),
        Message(5, Level.NOTE, "x"),
    ]
    stored = {("1",): {"hours": Decimal(6)}, ("2",): {"hours": Decimal(7)}}

    verdicts = judge(rows, messages, stored, ("code",))

    assert verdicts == ["same", "changed", "error", "warning", "new"]
    assert counted(verdicts) == {
        "read": 5,
        "new": 1,
        "changed": 1,
        "same": 1,
        "warning": 1,
        "error": 1,
    }
