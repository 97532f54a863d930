"""The agreed tables ``docs/rights.csv`` and ``docs/flows.csv`` as a page for people.

The tables are what counts and are changed by hand. ``python -m tests.house`` writes the page
``docs/rights.md``; a test says when it is behind the tables.
"""

import csv

from pueredu.kit.names import noun, permission
from pueredu.loop.kinds import kinds
from pueredu.units.access.registry import flow_of
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Reach, Role
from tests.house.oracle import FLOWS, TABLE
from tests.house.packages import ROOT, our_configs, our_models

PAGE = ROOT / "docs/rights.md"
HEAD = """# Who may do what, and when

This page is rendered from [rights.csv](rights.csv) and [flows.csv](flows.csv) by
`python -m tests.house`. Change the tables, then render it; a test compares the three
with the code. A role that does not stand in a line may not.

How far a right reaches: **本人** one's own records; **本单位** those of one's own organ or school (for
records that belong to no organ: of one's own 县(区) or school); **下级** what lies below one's own unit,
without itself; **本单位及下级** both: the city all, a 县(区) its area, a 中心学校 its 校点; **专项授权** the
one studio that was given to the person. Records that belong to nobody (plans, rules, published
texts) are reached by whoever holds the right at all.
"""
COLUMNS = "| 事项 | 谁可以 | 何时 | Remarks |\n|---|---|---|---|\n"
# verbs of plain keeping; those of a flow bring their own word
KEEPING = {
    "view": "查看", "add": "新增", "change": "修改", "delete": "删除", "import": "导入",
    "export": "导出",
}  # fmt: skip
# rights that are named for a page, not for a record
PAGES = {
    "office.enter_admin": "进入办公后台",
    "training.view_own_hours": "查看我的学时",
    "training.import_attendance": "转入工作室出勤",
    "desk.view_cockpit": "查看领导驾驶舱",
}


def render() -> str:
    """The whole page. Needs the apps for the Chinese words, nothing else of the code."""
    rooms: dict[str, list[dict[str, str]]] = {}
    for row in _read(TABLE):
        rooms.setdefault(row["permission"].partition(".")[0], []).append(row)
    names = {config.label: config.verbose_name for config in our_configs()}
    flow, words = _flow(), Words()
    parts = [HEAD]
    for label, rows in rooms.items():
        lines = "".join(_line(row, words, flow) for row in rows)
        parts.append(f"\n## {names[label]} `{label}`\n\n{COLUMNS}{lines}")
    return "".join(parts)


def _read(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _flow() -> dict[str, dict[str, str]]:
    """The edges by permission: ``loop.close_matter``."""
    return {"{0}.{verb}_{1}".format(*row["record"].split("."), **row): row for row in _read(FLOWS)}


class Words:
    """The Chinese words of roles, reaches, records, verbs and states."""

    def __init__(self):
        self.holders = {str(item): item.label for item in (*Role, *Tie)}
        self.reaches = {str(item): item.label for item in Reach}
        self.kinds = {f"kind={kind.name}": f"（{kind.label}）" for kind in kinds()}
        self.nouns, self.verbs, self.states = {}, {}, {}
        for model in our_models():
            self.nouns[f"{model._meta.app_label}.{noun(model)}"] = str(model._meta.verbose_name)
            for verb, (sources, target) in getattr(flow_of(model), "edges", {}).items():
                self.verbs[permission(verb, model)] = verb.label
                ends = [*sources, target] if target else sources
                self.states[permission(verb, model)] = {str(end): end.label for end in ends}

    def thing(self, perm: str) -> str:
        """「述职报告·报送」."""
        label, code = perm.split(".")
        if perm in PAGES:
            return PAGES[perm]
        for record, word in self.nouns.items():
            verb = code.removesuffix(f"_{record.partition('.')[2]}")
            said = self.verbs.get(perm) or KEEPING.get(verb)
            if record.startswith(f"{label}.") and verb != code and said:
                return f"{word}·{said}"
        return code


def _line(row: dict[str, str], words: Words, flow: dict) -> str:
    perm = row["permission"]
    thing = f"{words.thing(perm)}{words.kinds.get(row['only'], row['only'])}"
    when = _when(flow[perm], words.states[perm]) if perm in flow else ""
    return (
        f"| {thing}<br>`{perm.partition('.')[2]}` | {_who(row, words)} | {when} | {row['why']} |\n"
    )


def _who(row: dict[str, str], words: Words) -> str:
    """Holders grouped by how far they reach, in the order of the table."""
    groups: dict[str, list[str]] = {}
    for holder, reach in row.items():
        if holder in words.holders and reach:
            groups.setdefault(reach, []).append(words.holders[holder])
    if [len(names) for names in groups.values()] == [len(Role)]:
        groups = {reach: ["全部岗位"] for reach in groups}
    return "<br>".join(
        f"**{words.reaches[reach]}**：{'、'.join(names)}" for reach, names in groups.items()
    )


def _when(edge: dict[str, str], states: dict[str, str]) -> str:
    sources = "、".join(f"「{states[state]}」" for state in edge["from"].split("|"))
    return f"{sources} → 「{states[edge['to']]}」" if edge["to"] else f"{sources}，状态不变"
