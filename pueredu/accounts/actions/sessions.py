"""Signing in and out, and where somebody is signed in: remembered, ended, forgotten in time."""

from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings

from pueredu.accounts.actions.frames import oneself
from pueredu.accounts.enums import OwnAct
from pueredu.accounts.models import Activation, Session, User
from pueredu.accounts.sessions import SessionStore
from pueredu.audit.actions import remember
from pueredu.audit.enums import Result
from pueredu.kit.names import audit_verb

NOBODY = User(name="（没有这个登录名）")


def note_sign_in(user: User, *, at: datetime) -> None:
    """Remember that somebody has signed in."""
    _note(OwnAct.SIGN_IN, user, by=user, at=at)


def note_sign_out(user: User, *, at: datetime) -> None:
    """Remember that somebody has signed out."""
    _note(OwnAct.SIGN_OUT, user, by=user, at=at)


def note_failure(act: OwnAct, username: str, *, at: datetime, reason: str) -> None:
    """Remember a failed sign-in or activation. A name that nobody has is not written down: people
    type passwords there. Both cases take the same steps, so that their time tells nothing."""
    user = User.objects.filter(username=username).first() or NOBODY
    _note(act, user, by=None, at=at, reason=reason, result=Result.FAILED)


def end_sessions(user: User, *, by: User | None, at: datetime, reason: str, keep: str = "") -> int:
    """End every session of a person but ``keep`` (a session key); returns how many.

    A consequence of what was asked for elsewhere (posts changed, one's own wish): asks no right.
    """
    return _end(user.sessions.exclude(pk=keep), user, by=by, at=at, reason=reason)


def end_session(session: Session, *, by: User, at: datetime) -> int:
    """End one of one's own sessions; returns 0 when it was over already."""
    user = oneself(session.user, by)
    return _end(user.sessions.filter(pk=session.pk), user, by=by, at=at, reason="本人结束")


def forget_sign_ins(*, at: datetime) -> None:
    """Drop what has served its time: sessions and codes that are over, and where people signed in
    longer ago than SIGN_IN_KEPT_FOR. Safe to repeat."""
    days = settings.SIGN_IN_KEPT_FOR.days
    AxesProxyHandler.reset_logs(age_days=days)
    AxesProxyHandler.reset_failure_logs(age_days=days)
    SessionStore.clear_expired()
    Activation.objects.over(at).delete()


def _end(sessions, user: User, *, by, at: datetime, reason: str) -> int:
    ended, _ = sessions.delete()
    if ended:
        _note(
            OwnAct.END_SESSIONS, user, by=by, at=at, reason=reason,
            changes={"sessions": [str(ended), "0"]},
        )  # fmt: skip
    return ended


def _note(act: OwnAct, user: User, **words) -> None:
    remember(audit_verb(act, User), user, **words)
