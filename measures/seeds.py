"""Reference data from ``reference/``, and a demonstration year of issued commitments.

A row that is there already belongs to the bureau and stays as it is: a second run adds what is
missing and takes back nobody's text, mapping or correction.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from measures import actions
from measures.models import (
    Commitment,
    CommitmentTask,
    GroupPost,
    LeadingGroup,
    Measure,
    MeasureVersion,
    PolicyDocument,
    Reply,
    Theme,
)
from pueredu.documents.demo import demo_pdf
from pueredu.files.actions import store_file
from pueredu.loop import actions as loop
from pueredu.loop.models import Matter
from pueredu.units.access.holders import holders
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.records import save_record
from pueredu.units.enums import AREA_KINDS, Role
from pueredu.units.models import Membership, Unit

FOLDER = Path(__file__).parent / "reference"
SEED = 156
STEPS = "irosc"

# code, days since it was issued, days from now to its date, how the ten stand in official order;
# the last falls due while the demonstration is looked at, so that a tick has whom to remind
STORY = (
    ("government_letters", 65, -5, "cccccssoor"),
    ("required_hours", 40, 230, "oooooooorr"),
    ("first_rank_studios", 10, 15, "csooooorii"),
)


def reference(*, at: datetime) -> int:
    """The ten places, themes, documents, reply, commitments and leading groups; needs the units.

    Returns how many records were added.
    """
    steps = (_measures, _themes, _documents, _replies, _commitments, _groups, _posts)
    return sum(_add(step(), at=at) for step in steps)


def _add(records: Iterator, *, at: datetime) -> int:
    return sum(1 for record in records if save_record(record, by=None, at=at))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _missing(model, name: str) -> Iterator[dict[str, str]]:
    known = set(model.objects.values_list("code", flat=True))
    return (row for row in _rows(name) if row["code"] not in known)


def _units() -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(is_demo=False).select_related("area")}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _measures() -> Iterator[Measure | MeasureVersion]:
    known = set(Measure.objects.values_list("no", flat=True))
    for row in _rows("measures"):
        if int(row["no"]) not in known:
            measure = Measure(no=int(row["no"]))
            yield measure  # saved before its version asks for its id
            yield MeasureVersion(
                measure=measure,
                title=row["title"],
                text_state=row["text_state"],
                source=row["source"],
            )


def _themes() -> Iterator[Theme]:
    for row in _missing(Theme, "themes"):
        yield Theme(
            code=row["code"],
            title=row["title"],
            precedence=int(row["precedence"]),
            quote=row["quote"],
            source=row["source"],
        )


def _documents() -> Iterator[PolicyDocument]:
    same = (
        "code", "kind", "title", "text_state", "matching", "matching_reason", "source", "note",
    )  # fmt: skip
    for row in _missing(PolicyDocument, "policy_documents"):
        yield PolicyDocument(
            **{name: row[name] for name in same},
            issued_on=_day(row["issued_on"]),
            precedence=int(row["precedence"]),
        )


def _replies() -> Iterator[Reply]:
    same = (
        "code", "title", "proposal_no", "proposal_kind", "proposal_session", "proposal_title",
        "outcome_class", "disclosure", "signatory", "contact_section", "source",
    )  # fmt: skip
    units = _units()
    for row in _missing(Reply, "replies"):
        yield Reply(
            **{name: row[name] for name in same},
            replied_on=_day(row["replied_on"]),
            signatory_unit=units[row["signatory_unit"]],
        )


def _commitments() -> Iterator[Commitment]:
    same = (
        "code", "title", "quote", "kind", "comparison", "unit", "period", "source", "note",
    )  # fmt: skip
    order = {row["code"]: n for n, row in enumerate(_rows("commitments"), start=1)}
    themes = {theme.code: theme for theme in Theme.objects.all()}
    (reply,) = _rows("replies")
    reply, units = Reply.objects.get(code=reply["code"]), _units()
    for row in _missing(Commitment, "commitments"):
        yield Commitment(
            **{name: row[name] for name in same},
            **_dates(row),
            reply=reply,
            number=row["number"] or None,
            number_max=row["number_max"] or None,
            lead_unit=units.get(row["lead_unit"]),
            lead_organ="" if row["lead_unit"] in units else row["lead_unit"],
            is_lead_inferred=row["lead_certainty"] == "I",
            theme=themes.get(row["theme"]),
            is_per_county=row["per_county"] == "true",
            precedence=order[row["code"]],
        )


def _dates(row: dict[str, str]) -> dict:
    """``05-31 每年`` is a yearly date, ``2025-12-31`` a date of its own."""
    yearly = row["due"].endswith("每年")
    return {
        "since_year": int(row["since"]) if row["since"] else None,
        "due_on": None if yearly else _day(row["due"]),
        "due_yearly": row["due"].split()[0] if yearly else "",
    }


def _groups() -> Iterator[LeadingGroup]:
    units = _units()
    areas = [unit for unit in units.values() if unit.kind in AREA_KINDS]
    known = set(LeadingGroup.objects.values_list("area", flat=True))
    for area in areas:
        if area.pk not in known:
            party = units[f"{area.code}-party_committee"]
            yield LeadingGroup(
                area=area,
                name=f"{party.short_name}教育工作领导小组",
                secretariat=units.get(f"{area.code}-secretariat"),
                source="第156号提案答复函 §一(一)",
            )


def _posts() -> Iterator[GroupPost]:
    units, rows = _units(), _rows("leading_group_posts")
    known = set(GroupPost.objects.values_list("group", "code"))
    for group in LeadingGroup.objects.select_related("area"):
        for row in rows:
            if row["level"] == group.area.kind and (group.pk, row["code"]) not in known:
                yield GroupPost(
                    group=group,
                    code=row["code"],
                    title=row["title"],
                    rank=row["rank"],
                    precedence=int(row["precedence"]),
                    unit=units.get(f"{group.area.code}-{row['holder_kind_unit']}"),
                    quote=row["quote"],
                    source=row["source"],
                    note=row["note"],
                )


def demo(*, scale: str, at: datetime) -> int:
    """Fill the leading groups, and hand three commitments to the ten 县(区): kept, late, under
    way and unsigned. The same at every scale. Returns how many tasks exist."""
    for post in GroupPost.objects.filter(holder=None).select_related("unit"):
        _fill(post, at=at)
    if not CommitmentTask.objects.exists():
        draw = Random(SEED)  # nosec B311 # noqa: S311 - a demonstration repeats itself
        for code, age, left, states in STORY:
            _tell_story(Commitment.objects.get(code=code), at, (age, left, states), draw)
    return CommitmentTask.objects.count()


def _fill(post: GroupPost, *, at: datetime) -> None:
    """The leader of the post's unit with its title, or the only leader there."""
    leaders = (Role.CITY_LEADER, Role.COUNTY_LEADER)
    there = list(Membership.objects.filter(unit=post.unit, role__in=leaders)) if post.unit else []
    words = {held: {held.title, f"{post.unit.short_name}{held.title}"} for held in there}
    found = [held for held in there if post.title in words[held]] or there
    if len(found) == 1:
        post.holder = found[0]
        save_record(post, by=None, at=at)


def _tell_story(commitment: Commitment, at: datetime, story: tuple, draw: Random) -> None:
    age, left, states = story
    clerk = holders("measures.issue_commitment", commitment)[0]
    done = actions.issue_commitment(
        commitment,
        by=clerk,
        at=at - timedelta(age),
        organ_kind="",
        paper=PaperAct("分管教育副市长（演示）", (at - timedelta(age)).date()),
        due_on=(at + timedelta(left)).date(),
        authority="市政府办公室；授权依据待录入（演示）",
    )
    for task, state in zip(done.tasks, states, strict=True):
        days = [at - timedelta(age * share) for share in (0.8, 0.5, 0.3, 0.1)]
        moments = sorted(_in_office_hours(day, draw) for day in days)
        _act(task.matter, state, (clerk, moments), draw)


def _in_office_hours(moment: datetime, draw: Random) -> datetime:
    return localtime(moment).replace(hour=9 + draw.randint(0, 5), minute=0)


def _act(matter: Matter, state: str, frame: tuple, draw: Random) -> None:
    """``i`` stays unsigned, ``r`` is received, ``o`` reported, ``s`` submitted, ``c`` closed."""
    reached = STEPS.index(state)
    clerk = holders("loop.receive_matter", matter)[0]
    verifier, moments = frame
    if reached >= 1:
        loop.receive_matter(matter, by=clerk, at=moments[0])
    if reached >= 2:
        loop.report_progress_matter(
            matter,
            by=clerk,
            at=moments[1],
            text="已制定落实方案，正在推进。（演示数据）",
            percent=draw.randrange(10, 65, 5),
            attachments=[_evidence(clerk, moments[1])],
        )
    if reached >= 3:
        text = "已落实到位，佐证材料见附件。（演示数据）"
        loop.submit_matter(matter, by=clerk, at=moments[2], text=text)
    if reached >= 4:
        loop.close_matter(matter, by=verifier, at=moments[3], text="材料齐全。（演示数据）")


def _evidence(by, at: datetime):
    upload = SimpleUploadedFile("落实情况（演示）.pdf", demo_pdf())
    return store_file(upload, by=by, at=at, owner_label="loop.matter")
