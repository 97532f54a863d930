"""A flow says where a verb leads, or a sentence."""

import pytest
from django.db.models import TextChoices

from pueredu.kit.errors import Refused, WrongState
from pueredu.kit.flow import Flow


class S(TextChoices):
    OPEN = "open", "办理中"
    DONE = "done", "已完成"


class T(TextChoices):
    NOTE = "note", "反馈"
    CLOSE = "close", "核验通过"
    REOPEN = "reopen", "重新列入"


FLOW = Flow({T.NOTE: ({S.OPEN}, None), T.CLOSE: ({S.OPEN}, S.DONE), T.REOPEN: ({S.DONE}, S.OPEN)})


def test_a_verb_leads_to_its_target_and_an_event_stays():
    assert FLOW.move(S.OPEN, T.CLOSE) == S.DONE
    assert FLOW.move("open", "close") == S.DONE
    assert FLOW.move(S.OPEN, T.NOTE) == S.OPEN


@pytest.mark.parametrize("state", [S.DONE, "done"])
def test_a_verb_from_the_wrong_state_is_answered_in_the_reader_s_words(state):
    with pytest.raises(WrongState) as refusal:
        FLOW.move(state, T.CLOSE)
    assert str(refusal.value) == (
        "现在的状态是「已完成」，不能核验通过。可能已有人先办理，请刷新后查看。"
    )
    assert isinstance(refusal.value, Refused)


def test_the_table_can_be_asked():
    assert FLOW.verbs == [T.NOTE, T.CLOSE, T.REOPEN]
    assert FLOW.verbs_from(S.OPEN) == [T.NOTE, T.CLOSE]
    assert FLOW.verbs_from("done") == [T.REOPEN]
    assert FLOW.sources(T.CLOSE) == [S.OPEN]
    assert ("close" in FLOW, "fly" in FLOW) == (True, False)
