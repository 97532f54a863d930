"""The night watch. What it finds wrong is remembered in the audit, and told to those who can mend it
or must know: in a log alone it would fall silent."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.actions import remember_verdict
from pueredu.audit.queries import Verdict
from pueredu.files.actions import reconcile_files, words_of
from pueredu.notices.actions import post
from pueredu.notices.models import Message
from pueredu.units.enums import Role
from pueredu.units.models import Membership

TOLD = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
REASON = "您是系统管理员或审计管理员"


@transaction.atomic
def watch_audit(*, at: datetime) -> Verdict:
    """Verify the chain; a break is told each night until somebody has dealt with it."""
    verdict = remember_verdict(at=at)
    if verdict.broken_at is not None:
        _tell("AuditBroken", "夜间核验：审计链断裂", str(verdict), at=at)
    return verdict


@transaction.atomic
def watch_files(*, at: datetime) -> dict[str, list[str]]:
    """Compare files and rows; a file that is lost or changed is told each night until somebody has
    dealt with it. One without a row is young: the next night removes it."""
    found = reconcile_files(at=at)
    if found.keys() & {"missing", "changed"}:
        _tell("FilesDisagree", "夜间核对：附件与记录不一致", words_of(found), at=at)
    return found


def _tell(kind: str, title: str, body: str, *, at: datetime) -> None:
    posts = Membership.objects.in_force(timezone.localtime(at).date()).filter(role__in=TOLD)
    people = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")
    url = reverse("admin:index")
    post(
        [
            Message(
                recipient=person, kind=kind, title=title, body=body, reason=REASON, url=url,
                created_at=at,
            )
            for person in people
        ],
        at=at,
    )  # fmt: skip
