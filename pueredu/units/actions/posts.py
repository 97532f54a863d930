"""Posts are given, changed and ended here, whichever page asks: portal, admin or workbook. Whose
rights change by it is signed out."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.actions import end_sessions
from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.constraints import speaking
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.access.acts import acting
from pueredu.units.access.backends import forget_people
from pueredu.units.access.holders import Capacity, capacity_of
from pueredu.units.models import Membership
from pueredu.units.queries import appointable, colleagues


def add_membership(
    membership: Membership, *, by: User | None, at: datetime, reason: str = ""
) -> Membership:
    """Give an unsaved post to its person. Raises NotPermitted for a place or a role that is not
    theirs to give, Refused for oneself, for somebody whose posts others keep, and with the sentence
    of the constraint for an administrator who would hold something else."""
    membership.take_place()
    with acting("add", membership, by=by, at=at, reason=reason) as post:
        today = timezone.localtime(at).date()
        _not_oneself(post, by)
        if by is not None and not appointable(by, today).filter(pk=post.user_id).exists():
            raise Refused("只能任命本县(区)的在任人员，或目前没有任何职务的人员。")
        _fitting_deputy(post, by, today)
        if post.since <= today:
            _sign_out({post.user, post.standing_deputy}, by, at)
    return post


def add_newcomer(
    membership: Membership, *, by: User | None, at: datetime, user: User
) -> Membership:
    """Open an account for somebody new together with the first post; it cannot sign in before it
    is activated. Takes both rights, to give the post and to hand out the account's code, which the
    county account manager alone has: of the three administrators each has at most one."""
    with transaction.atomic():
        if membership.since > timezone.localtime(at).date():
            raise Refused("新开账号的任职起不能晚于今天，到任时再办理。")
        with speaking(User):
            user.save()
        membership.user = user
        add_membership(membership, by=by, at=at)
        if by is not None:
            forget_people(by)
            if not by.has_perm("accounts.issue_activation_user", user):
                raise NotPermitted("您的职务没有这项权限。")
        post = capacity_of(by, "units.add_membership", membership) if by else Capacity()
        remember(
            "accounts.user.add",
            user,
            by=by,
            at=at,
            post=post.label,
            on_behalf_of=post.on_behalf_of,
            changes=changes({}, snapshot(user)),
        )
    return membership


def change_membership(
    membership: Membership, *, by: User | None, at: datetime, reason: str = "", **terms
) -> Membership:
    """Change how a post is held: ``title``, ``precedence``, ``is_acting``, ``standing_deputy``,
    ``until``. Who holds it, where, for what and since when stays as it was; raises Refused for
    oneself and for a post that is over, which stays as it was altogether."""
    today = timezone.localtime(at).date()
    with acting("change", membership, by=by, at=at, reason=reason) as post:
        _not_oneself(post, by)
        if post.is_over(today):
            raise Refused("这项任职已经结束，不再变更；重新任职请另行办理。")
        before = post.standing_deputy
        for name in ("title", "precedence", "is_acting", "standing_deputy", "until"):
            setattr(post, name, terms.pop(name, getattr(post, name)))
        if terms:
            raise TypeError(f"not to be changed: {', '.join(terms)}")
        if post.standing_deputy != before:
            _fitting_deputy(post, by, today)
            _sign_out({before, post.standing_deputy}, by, at)
        if post.is_over(today):
            _sign_out({post.user, post.standing_deputy}, by, at)
    return post


def end_membership(
    membership: Membership,
    *,
    by: User | None,
    at: datetime,
    until: date | None = None,
    reason: str = "",
) -> Membership:
    """End a post with the day ``until``; without one at once, and then its rights are gone at the
    next request. What was done in it stays done."""
    yesterday, eve = timezone.localtime(at).date() - timedelta(1), membership.since - timedelta(1)
    return change_membership(
        membership, by=by, at=at, reason=reason, until=until or max(yesterday, eve)
    )


def _sign_out(people: set[User | None], by: User | None, at: datetime) -> None:
    for user in people - {None}:
        end_sessions(user, by=by, at=at, reason="任职变动")


def _not_oneself(post: Membership, by: User | None) -> None:
    if by is not None and post.user_id == by.pk:
        raise Refused("不能给自己任职，也不能变更自己的任职，请由其他有权限的同志办理。")


def _fitting_deputy(post: Membership, by: User | None, today: date) -> None:
    deputy = post.standing_deputy
    if deputy is None:
        return
    if by is not None and deputy.pk == by.pk:
        raise Refused("不能指定自己为AB角，请由其他有权限的同志办理。")
    if not colleagues(post, today).filter(pk=deputy.pk).exists():
        raise Refused("AB角应是同一单位在任的另一位同志。")
