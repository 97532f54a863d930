"""What opens an account, done aloud. Whoever hands out a code or takes away a second factor could be
the next to sign in there, so the person and those who watch are told in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pueredu.accounts import actions as silent
from pueredu.accounts.models import User
from pueredu.accounts.queries import authenticator_of
from pueredu.kit.errors import Refused
from pueredu.notices.actions import post
from pueredu.notices.models import Message
from pueredu.units.actions import add_membership, add_newcomer
from pueredu.units.enums import ADMINISTRATORS, Role, UnitKind
from pueredu.units.models import Membership, Unit

# nothing else above the accounts may call these
ALOUD = ("disable_user", "issue_activation_user", "reset_second_factor_user")
CODE, RESET = "AccountCode", "AccountReset"
OWN = "这是您的账号；不是您要求的，请告诉审计管理员"
WATCHING = "您监督账号的发放和重置"


def issue_activation_user(user: User, *, by: User | None, at: datetime) -> User:
    """``accounts.actions.issue_activation_user``, told."""
    return issue_activations([user], by=by, at=at)[0]


@transaction.atomic
def issue_activations(users: Sequence[User], *, by: User | None, at: datetime) -> list[User]:
    """Codes for several people at once, in their order: one message to those who watch."""
    opened = [silent.issue_activation_user(user, by=by, at=at) for user in users]
    one = f"{users[0].name}（{users[0].username}）" if len(users) == 1 else f" {len(users)} 名同志"
    _tell(CODE, opened, f"已为{one}发放启用码", "您的账号已发放启用码，原密码作废", by=by, at=at)
    return opened


@transaction.atomic
def reset_second_factor_user(user: User, *, by: User | None, at: datetime, reason: str) -> User:
    """``accounts.actions.reset_second_factor_user``, told."""
    account = silent.reset_second_factor_user(user, by=by, at=at, reason=reason)
    title = f"已重置{account.name}（{account.username}）的二次验证"
    _tell(RESET, [account], title, "您的账号的二次验证已被重置", by=by, at=at)
    return account


def disable_user(user: User, *, by: User | None, at: datetime, reason: str) -> User:
    """``accounts.actions.disable_user``; Refused for one of the three administrators, or who keeps
    the accounts could first shut out those who watch."""
    if any(held.user_id == user.pk for held in _administrators(at)):
        raise Refused("此人是在任的三员之一，不能停用；请先由安全管理员结束其任职。")
    return silent.disable_user(user, by=by, at=at, reason=reason)


@transaction.atomic
def admit_administrator(username: str, *, name: str, role: str, at: datetime) -> User:
    """What nobody in the portal may do alone: open the account of one of the three administrators
    with the post, or give one back who has lost phone, recovery codes and password. For who runs
    the server; remembered as the system's act. Returns the person with ``activation_code``."""
    user = User.objects.filter(username=username).first()
    held = [post for post in _administrators(at) if user and post.user_id == user.pk]
    if not any(post.role == role for post in held):
        post = Membership(unit=_city_bureau(), role=role, since=timezone.localtime(at).date())
        if user is None:
            user = add_newcomer(post, by=None, at=at, user=User(username=username, name=name)).user
        else:
            post.user = user
            add_membership(post, by=None, at=at)
    if authenticator_of(user) is not None:
        reset_second_factor_user(user, by=None, at=at, reason="在服务器上办理")
    return issue_activation_user(user, by=None, at=at)


def _city_bureau() -> Unit:
    bureau = Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU, area__kind=UnitKind.CITY).first()
    if bureau is None:
        raise Refused("还没有市教育体育局；请先运行 seed_reference。")
    return bureau


def _tell(kind: str, users: Sequence[User], title: str, own: str, *, by, at: datetime) -> None:
    """A message to each of the ``users``, and one to each of those who watch."""
    mine = {"title": own, "reason": OWN, "url": reverse("accounts:me")}
    theirs = {"title": title, "reason": WATCHING, "url": reverse("admin:index")}
    told = [(user, mine) for user in users]
    told += [(user, theirs) for user in _watchers(users, at) if user != by]
    post([Message(recipient=u, kind=kind, created_at=at, **words) for u, words in told], at=at)


def _watchers(users: Sequence[User], at: datetime) -> list[User]:
    """The audit administrators; about an administrator, or where no other watches, the other
    administrators too."""
    held = _administrators(at)
    others = [one for one in held if one.user.is_active and one.user not in users]
    auditors = [one.user for one in others if one.role == Role.AUDIT_ADMIN]
    is_about_them = any(one.user in users for one in held)
    return auditors if auditors and not is_about_them else [one.user for one in others]


def _administrators(at: datetime) -> list[Membership]:
    """The posts of the three administrators in force, with their people."""
    posts = Membership.objects.in_force(timezone.localtime(at).date())
    return list(posts.filter(role__in=ADMINISTRATORS).select_related("user").order_by("id"))
