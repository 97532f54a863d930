"""The frames of what is done to an account. ``units.access.acts.acting`` stands above this package
and cannot be called from it; the order is the same: lock – may they – may it – change – remember."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from pueredu.accounts.enums import OwnAct, UserTransition
from pueredu.accounts.models import User
from pueredu.accounts.rules import FLOWS
from pueredu.audit.actions import remember
from pueredu.kit.constraints import speaking
from pueredu.kit.diff import changes, snapshot
from pueredu.kit.errors import NotPermitted
from pueredu.kit.names import audit_verb, permission


@contextmanager
def keeping(
    verb: UserTransition,
    user: User,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Iterator[User]:
    """Do ``verb`` to somebody's account, as ``acting`` does to other records. ``by`` None is the
    system. Raises NotPermitted and WrongState."""
    perm = permission(verb, User)
    post = by.post_for(perm, user) if by else ""
    with changing(verb, user, by=by, at=at, post=post, reason=reason) as account:
        if by is not None and not by.has_perm(perm, account):
            raise NotPermitted("您的职务没有这项权限。")
        account.state = FLOWS["user"].move(account.state, verb)
        yield account


@contextmanager
def changing(
    verb: UserTransition | OwnAct,
    user: User,
    *,
    by: User | None,
    at: datetime,
    post: str = "",
    reason: str = "",
) -> Iterator[User]:
    """Change an account in one transaction: yields the locked row, saves it, remembers what
    changed. Who may is the caller's question."""
    with transaction.atomic():
        account = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        before = snapshot(account)
        yield account
        with speaking(User):
            account.save()
        remember(
            audit_verb(verb, User),
            account,
            by=by,
            at=at,
            post=post,
            reason=reason,
            changes=changes(before, snapshot(account)),
        )


def oneself(user: User, by: User) -> User:
    """``by``, when the account is theirs; raises NotPermitted for anybody else's."""
    if by.pk != user.pk:
        raise NotPermitted("这是别人的账号。")
    return by
