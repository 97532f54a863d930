"""An act that was signed on paper (线下办理) and is entered by a clerk, so that no leader has to sign in.

An action takes it as ``paper`` and hands it on to ``acting``, which remembers for whom. Where a
record keeps who signed, ``signed_whole`` says that a date or a number never stands without a name.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CheckConstraint, Model, Q
from django.utils import timezone

from pueredu.kit.errors import Incomplete, Refused

# what the audit calls the lines of the paper, and how people read them
SIGNED_ON, NUMBER = "paper_signed_on", "paper_number"
WORDS = {
    SIGNED_ON: "签批日期（纸质）",
    NUMBER: "文号（纸质）",
    "paper_scan": "扫描件校验值",
}


@dataclass(frozen=True)
class PaperAct:
    """Who signed (the post, as it stands on the paper), on which day, under which number, and the
    scan if there is one (a file that is kept already)."""

    signatory: str
    signed_on: date
    number: str = ""
    scan: Model | None = None

    def check(self, at: datetime) -> None:
        """Raises Incomplete without a signatory and Refused for a day that is still to come."""
        if not self.signatory.strip():
            raise Incomplete("请填写签批人（职务）。")
        if self.signed_on > timezone.localtime(at).date():
            raise Refused("签批日期不能晚于今天。")

    @property
    def details(self) -> dict[str, list[str]]:
        """The lines of the paper as the audit keeps them."""
        scan = self.scan.sha256 if self.scan else ""
        lines = (self.signed_on.isoformat(), self.number.strip(), scan)
        return {name: ["", line] for name, line in zip(WORDS, lines, strict=True) if line}


def signed_whole(name: str) -> CheckConstraint:
    """A record with ``signatory``, ``signed_on`` and ``document_number``: the last two never stand
    without the first."""
    return CheckConstraint(
        name=name,
        condition=~Q(signatory="") | Q(signed_on=None, document_number=""),
        violation_error_message="填写签批日期或文号的，须同时填写签批人（职务）。",
    )
