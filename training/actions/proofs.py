"""A proof of hours: given out once with its code, revoked with a reason, verified by strangers."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.accounts.secret_codes import digest, digests, new_code
from pueredu.audit.actions import Attempt, named, remember_attempt
from pueredu.audit.enums import Result
from pueredu.documents.actions import next_serial
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.holders import post_for
from pueredu.units.models import Unit
from training.enums import LearnerStatus, ProofAnswer, ProofState
from training.enums import ProofTransition as T
from training.models import HoursProof
from training.models.proofs import digest_of
from training.queries import facts_for_proof, hours_now, proof_of

PURPOSE, GROUPS = "hours-proof", 5  # 99 random bits
SERIAL = "学时证明"


@dataclass(frozen=True)
class IssuedProof:
    """A proof with its code, which is on the paper and nowhere else."""

    proof: HoursProof
    code: str


@dataclass(frozen=True)
class CheckedCode:
    """What a stranger is told; ``proof`` is None for a code that nobody has."""

    answer: ProofAnswer
    proof: HoursProof | None


@transaction.atomic
def add_hours_proof(proof: HoursProof, *, by: User | None, at: datetime) -> IssuedProof:
    """Freeze what the ledger says of the learner's year, or five, and give it a number and a code.
    Refused for a record that was merged into another."""
    learner = proof.learner
    if learner.status == LearnerStatus.MERGED:
        raise Refused("这条登记已并入别人，请在保留的登记上出具。")
    today, code = timezone.localtime(at).date(), new_code(GROUPS)
    proof.school_id, proof.county_id = learner.school_id, learner.county_id
    proof.issued_by, proof.issued_at = by, at
    is_own = by is not None and by.pk == learner.user_id
    words = {"issuer": _issuer(proof, by), "is_own": is_own}
    proof.facts = {**facts_for_proof(proof, today), **words}
    proof.digest, proof.code_hash = digest_of(proof.facts), digest(code, PURPOSE)
    with acting("add", proof, by=by, at=at) as proof:
        proof.serial = next_serial(SERIAL, today.year)
    return IssuedProof(proof, code)


def _issuer(proof: HoursProof, by: User | None) -> str:
    """The unit of the post in which it is given out; a teacher's own school."""
    post = post_for(by, "training.add_hours_proof", proof) if by else None
    return Unit.objects.get(pk=post.unit_id).name if post else proof.learner.school.name


def revoke_hours_proof(proof: HoursProof, *, by: User, at: datetime, reason: str) -> HoursProof:
    """Whoever verifies the code reads from now on that it was revoked."""
    if not reason.strip():
        raise Incomplete("请写明撤销理由。")
    with acting(T.REVOKE, proof, by=by, at=at, reason=reason) as proof:
        proof.revoked_at, proof.revoke_reason = at, reason.strip()[:200]
    return proof


def check_code(code: str, *, by: User | None, at: datetime) -> CheckedCode:
    """What the code stands for. A code that nobody has takes the same steps as one that somebody
    has: a hash, two queries, one entry of the memory (the same within a minute is counted)."""
    proof = proof_of(digests(code, PURPOSE))
    answer = _answer(proof, hours_now(proof))
    words = named(proof) if proof else {}
    attempt = Attempt("training.hours_proof.check", Result.DONE, reason=answer.label, **words)
    remember_attempt(attempt, by=by, at=at, stranger="未登录")
    return CheckedCode(answer, None if answer == ProofAnswer.INVALID else proof)


def _answer(proof: HoursProof | None, now: Decimal) -> ProofAnswer:
    if proof is None or not proof.is_unchanged:
        return ProofAnswer.INVALID
    if proof.state == ProofState.REVOKED:
        return ProofAnswer.REVOKED
    is_counted = now == Decimal(proof.facts["hours"])
    return ProofAnswer.VALID if is_counted else ProofAnswer.CORRECTED
