"""Every write of this room that is more than plain keeping: handing a commitment over."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from measures.enums import CommitmentTransition as T
from measures.enums import LeadOrgan
from measures.models import Commitment, CommitmentTask
from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.kit.templatetags.formats import day
from pueredu.loop.actions import Assignment, draft_matter, issue_matter
from pueredu.loop.models import Matter
from pueredu.notices.acts import acting
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.posts import held_posts
from pueredu.units.models import Unit

KIND = "commitment"


@dataclass(frozen=True)
class Issued:
    """What one issuing did: the new tasks, and the 县(区) that still had an open one."""

    commitment: Commitment
    tasks: list[CommitmentTask]
    skipped: list[Unit]


def issue_commitment(
    commitment: Commitment,
    *,
    by: User,
    at: datetime,
    organ_kind: str,
    paper: PaperAct,
    due_on: date,
    authority: str,
) -> Issued:
    """Hand a commitment to all 县(区) at once: one Matter each, drafted and issued, all or nothing.

    ``organ_kind`` is the organ that leads in each (a LeadOrgan; empty is the registered one);
    ``paper`` says which post signed it, who is not the drafter, and when; ``authority`` the issuing
    body and its basis. A 县(区) with an open Matter of it is skipped and named in the answer.
    Raises Incomplete or Refused, also when every 县(区) would be skipped. The lead units are told.
    """
    details: dict = {}
    with acting(T.ISSUE, commitment, by=by, at=at, details=details, paper=paper) as commitment:
        _require_paper(by, paper, authority)
        busy = _busy_counties(commitment)
        organs = [organ for organ in _organs(commitment, organ_kind) if organ.area_id not in busy]
        skipped = list(Unit.objects.counties().filter(pk__in=busy))
        if not organs:
            raise Refused("各县(区)都已有未办结的同一承诺事项，没有需要再交办的。")
        words = {"paper": paper, "due_on": due_on, "authority": authority.strip()}
        matters = [
            issue_matter(
                draft_matter(_assignment(commitment, organ), by=by, at=at), by=by, at=at, **words
            )
            for organ in organs
        ]
        tasks = _add_tasks(commitment, matters)
        details["tasks"] = [f"{task.county.short_name} {task.matter.serial}" for task in tasks]
        details["skipped"] = [county.short_name for county in skipped]
    return Issued(commitment, tasks, skipped)


def _require_paper(by: User, paper: PaperAct, authority: str) -> None:
    """《政府督查工作条例》: what goes out names its issuing body; 拟稿 and 签发 are two persons."""
    if not authority.strip():
        raise Incomplete("请填写签发机关及授权依据。")
    own = {by.name}
    for post in held_posts(by):
        if not post.on_behalf_of:
            name = post.label.partition("·")[2]
            own |= {post.label, name, name.partition("（")[0]}
    if paper.signatory.strip() in own:
        raise Refused("拟稿人不能同时是签发人，请填写在纸质件上签发的领导职务。")


def _busy_counties(commitment: Commitment) -> set[int]:
    """The 县(区) with an open Matter of it. The caller holds the commitment's lock."""
    return set(
        CommitmentTask.objects.filter(commitment=commitment).open().values_list("county", flat=True)
    )


def _organs(commitment: Commitment, organ_kind: str) -> list[Unit]:
    """The leading organ of every 县(区) in official order; Refused when one of them lacks it."""
    if not commitment.is_for_counties:
        raise Refused(f"此项由{commitment.lead_text}落实，不逐县(区)交办。")
    organ = LeadOrgan(organ_kind or commitment.lead_organ)
    counties = list(Unit.objects.counties())
    wanted = [f"{county.code}-{organ}" for county in counties]
    found = {
        unit.code: unit for unit in Unit.objects.filter(code__in=wanted).select_related("area")
    }
    missing = [
        county.short_name
        for county, code in zip(counties, wanted, strict=True)
        if code not in found
    ]
    if missing:
        raise Refused(f"以下县(区)没有登记{organ.label}，请先补录单位：{'、'.join(missing)}。")
    return [found[code] for code in wanted]


def _assignment(commitment: Commitment, organ: Unit) -> Assignment:
    reply = commitment.reply
    lines = [f"答复函原文：「{commitment.quote}」"]
    if commitment.number_text:
        lines.append(f"数量：{commitment.number_text}")
    lines.append(f"答复日期：{day(reply.replied_on)}")
    return Assignment(
        kind=KIND,
        title=commitment.title,
        text="\n".join(lines),
        lead_unit=organ,
        source=reply.title,
        source_url=commitment.get_absolute_url(),
    )


def _add_tasks(commitment: Commitment, matters: list[Matter]) -> list[CommitmentTask]:
    rows = CommitmentTask.objects.filter(commitment=commitment)
    rounds = dict(rows.order_by().values_list("county").annotate(Max("round")))
    return CommitmentTask.objects.bulk_create(
        CommitmentTask(
            commitment=commitment,
            county=matter.county,
            round=rounds.get(matter.county_id, 0) + 1,
            matter=matter,
        )
        for matter in matters
    )
