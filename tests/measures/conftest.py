from datetime import date

import pytest

from measures.actions import issue_commitment
from measures.enums import CommitmentKind, LeadOrgan, Period
from measures.models import Commitment, Reply, Theme
from tests.measures.papers import PAPER
from tests.support.figures import load_figures
from tests.support.world import AT


@pytest.fixture
def reply(db) -> Reply:
    return Reply.objects.create(
        code="reply",
        title="第156号提案的答复函",
        proposal_no="156",
        proposal_kind="cppcc",
        proposal_session="五届二次会议",
        proposal_title="几点建议",
        outcome_class="A",
        disclosure="open",
        replied_on=date(2023, 7, 12),
        signatory="教育体育局",
        source="letter-156 落款",
    )


@pytest.fixture
def theme(db) -> Theme:
    return Theme.objects.create(
        code="heads", title="双组长", quote="原话", source="letter-156 开头"
    )


@pytest.fixture
def make_commitment(reply, theme):
    """``make_commitment(code)``: a promise to be kept by the government of each 县(区)."""

    def made(code: str = "letters", **fields) -> Commitment:
        known = {
            "title": f"签订责任书{code}",
            "quote": "层层签订教育教学目标责任书",
            "kind": CommitmentKind.PROMISE,
            "period": Period.YEARLY,
            "lead_organ": LeadOrgan.GOVERNMENT,
            "is_per_county": True,
            "theme": theme,
            "source": "letter-156 §一(二)",
        }
        return Commitment.objects.create(code=code, reply=reply, **known | fields)

    return made


@pytest.fixture
def commitment(world, make_commitment) -> Commitment:
    load_figures()
    return make_commitment()


@pytest.fixture
def issued(commitment, world):
    """The commitment in the hands of the governments of counties a and b."""
    return issue_commitment(commitment, by=world.person("secretariat"), at=AT, **PAPER)
