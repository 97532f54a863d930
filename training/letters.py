"""The papers of the room, after GB/T 9704."""

import io
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from pueredu.documents.letterhead import OfficialDocument
from pueredu.kit.templatetags.formats import day, number
from training.actions import IssuedProof

ASK = "本证明可向出具单位核实。"


def hours_proof(issued: IssuedProof, *, is_demo: bool) -> io.BytesIO:
    """The paper of a proof with its code: the only place where the code stands."""
    facts, as_of = issued.proof.facts, date.fromisoformat(issued.proof.facts["as_of"])
    paper = OfficialDocument(
        "教师培训学时证明", serial=f"编号：{issued.proof.serial}", is_demo=is_demo
    )
    paper.paragraph(
        f"{facts['name']}，{facts['school']}。{facts['years']}经审核认定、计入台账的培训学时，"
        f"截至{day(as_of)}如下："
    )
    rows = [(title, _figure(hours)) for title, hours in facts["directions"]]
    paper.table(["方向", "计入学时"], [*rows, ("合计", _figure(facts["hours"]))], [2, 1])
    paper.paragraph(f"折合学分：{number(facts['credits'])}。{_required(facts)}")
    paper.paragraph(f"核验码：{issued.code}")
    paper.paragraph(where_to_verify())
    if facts["is_own"]:
        paper.paragraph(f"本证明由本人从平台出具，由{facts['issuer']}核对盖章后使用。")
    paper.sign(facts["issuer"], as_of)
    stream = io.BytesIO()
    paper.save(stream)
    stream.seek(0)
    return stream


def _figure(text: str) -> int | float:
    """A number that a table sets in the middle of its cell, 8 rather than 8.0."""
    value = Decimal(text)
    return int(value) if value == int(value) else float(value)


def _required(facts: dict) -> str:
    if facts["required"] is None:
        return "该教师不在现行年度学时要求的学段或人员范围内。"
    mark = "（暂定）" if facts["is_provisional"] else ""
    return f"同期要求：{number(facts['required'])}学时{mark}。"


def where_to_verify() -> str:
    """The address of the page, or whom to ask while there is none."""
    if not settings.PROOF_PAGE:
        return ASK
    site = f"https://{settings.PROOF_HOST}" if settings.PROOF_HOST else settings.SITE_URL
    return f"核验网址：{site.rstrip('/')}{reverse('proof')}。证明出具后如有撤销或更正，以核验结果为准。"
