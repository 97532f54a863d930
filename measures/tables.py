"""Tables of this room."""

import re

from measures.enums import Matching, TextState
from measures.queries import WORDS, lamp_word
from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short
from pueredu.loop.enums import Lamp
from pueredu.loop.lamps import LampRule
from pueredu.office.tables import LAMP_TONES, matter_state

MATCHING_TONES = {
    Matching.REQUIRED: "warn",
    Matching.OPTIONAL: "info",
    Matching.NOT_REQUIRED: "neutral",
}


def source_text(source: str) -> str:
    """A source of the reference files without its marks of certainty, which are ours."""
    return re.sub(r"\s*\[[LPNOI?]\]", "", source)


def text_state(record) -> Badge:
    """Whether the official text is in: 「正式文本待录入」 until it is."""
    return text_badge(record.text_state)


def text_badge(state: str) -> Badge:
    """A state of a text, in its word."""
    return Badge(TextState(state).label, "ok" if state == TextState.ENTERED else "neutral")


def matching(document) -> Badge:
    """Whether the 县(区) must answer a document with their own."""
    return Badge(document.get_matching_display(), MATCHING_TONES[Matching(document.matching)])


NOT_ISSUED = Badge(WORDS[Lamp.NONE], LAMP_TONES[Lamp.NONE])


def lamp_badge(rule: LampRule, matter) -> Badge:
    """The lamp of a Matter in the words of a promise, with the tone that gives it its shape."""
    lamp = rule.lamp(matter)
    is_late = matter.due_on is not None and matter.due_on < rule.today
    return Badge(lamp_word(lamp, is_late=is_late), LAMP_TONES[lamp])


def progress(commitment) -> Badge | str:
    """How many 县(区) have kept it; needs ``with_progress``."""
    if not commitment.is_for_counties:
        return "市级落实"
    if not commitment.issued_n:
        return Badge("未交办", "neutral")
    closed = commitment.issued_n - commitment.open_n
    word = f"已兑现 {closed}/{commitment.issued_n}"
    return Badge(word, "info" if commitment.open_n else "ok")


class MeasureTable(Table):
    """The ten places; needs ``with_text_on``."""

    columns = (
        Column("序号", str),
        Column("标题", "now_title"),
        Column("版本", lambda row: f"第{row.now_version}版" if row.now_version else ""),
        Column("施行日期", lambda row: day_short(row.now_since)),
        Column("文本", lambda row: text_badge(row.now_text_state or TextState.PENDING)),
    )


class CommitmentTable(Table):
    columns = (
        Column("承诺事项", "title"),
        Column("类别", "get_kind_display"),
        Column("数量", "number_text"),
        Column("时限", "due_text"),
        Column("牵头", "lead_text"),
        Column("主题", lambda row: row.theme.title if row.theme else ""),
        Column("办理", progress),
    )


class LedgerTable(Table):
    """With the quoted sentence: for the page of a reply and of a measure."""

    columns = (
        Column("承诺事项", "title"),
        Column("原文", "quote"),
        Column("数量", "number_text"),
        Column("牵头", "lead_text"),
        Column("办理", progress),
    )


class TaskTable(Table):
    """Tasks with the lamps of their Matters; the thresholds are read once for the table."""

    def __init__(self, records, *, today):
        rule = LampRule.on(today)
        super().__init__(
            records,
            (
                Column("承诺事项", "commitment.title"),
                Column("县(区)", "county.short_name"),
                Column("牵头单位", "matter.lead_unit.short_name"),
                Column("时限", lambda task: day_short(task.matter.due_on)),
                Column("进度", lambda task: f"{task.matter.percent}%", numeric=True),
                Column("亮灯", lambda task: lamp_badge(rule, task.matter)),
                Column("状态", lambda task: matter_state(task.matter)),
            ),
        )


class CountyTable(Table):
    """One commitment over all 县(区): a row each, also where nothing was handed over.

    ``records`` are pairs (county, task or None).
    """

    def __init__(self, records, *, today):
        rule = LampRule.on(today)
        super().__init__(
            records,
            (
                Column("县(区)", lambda pair: pair[0].short_name),
                Column("牵头单位", _of(lambda matter: matter.lead_unit.short_name)),
                Column("时限", _of(lambda matter: day_short(matter.due_on))),
                Column("进度", _of(lambda matter: f"{matter.percent}%"), numeric=True),
                Column("亮灯", _of(lambda matter: lamp_badge(rule, matter), NOT_ISSUED)),
                Column("状态", _of(matter_state)),
            ),
        )

    def link(self, record) -> str:
        task = record[1]
        return task.matter.get_absolute_url() if task else ""


def _of(value, otherwise=""):
    """A column's function of the Matter, or a word where there is none."""
    return lambda pair: value(pair[1].matter) if pair[1] else otherwise


class DocumentTable(Table):
    columns = (
        Column("文件名称", "title"),
        Column("类别", "get_kind_display"),
        Column("印发日期", lambda row: day_short(row.issued_on)),
        Column("文本", text_state),
        Column("县(区)配套", matching),
    )


class ReplyTable(Table):
    columns = (
        Column("答复函", "title"),
        Column("提案号", "proposal_no"),
        Column("办理结果", "get_outcome_class_display"),
        Column("答复日期", lambda row: day_short(row.replied_on)),
        Column("承诺事项", lambda row: row.commitments_n, numeric=True),
    )


class GroupTable(Table):
    columns = (
        Column("领导小组", "name"),
        Column("地区", "area.short_name"),
        Column("职务数", "posts_n", numeric=True),
        Column("空缺", lambda row: vacancies(row.vacant_n)),
    )


def vacancies(count: int) -> Badge:
    """Empty posts of a leading group, in a word."""
    return Badge(f"空缺 {count}", "warn") if count else Badge("无空缺", "ok")


class PostTable(Table):
    """Posts in official order, who holds each on ``today``, and which are empty."""

    def __init__(self, records, *, today):
        super().__init__(
            records,
            (
                Column("序", "precedence", numeric=True),
                Column("组内职务", "get_rank_display"),
                Column("职务", "title"),
                Column("所在单位", lambda post: post.unit.short_name if post.unit else ""),
                Column("任职人", lambda post: _holder(post.holder_on(today))),
                Column("任职起", lambda post: _since(post.holder_on(today))),
                Column("说明", "note"),
            ),
        )

    def link(self, record) -> str:
        return ""


def _holder(held):
    return held.user.name if held else Badge("空缺", "warn")


def _since(held) -> str:
    return day_short(held.since) if held else ""
