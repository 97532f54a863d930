"""Who came, who went, who was turned away at the sign-in; connected when the app is ready."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from pueredu.accounts.models import User
from pueredu.audit.actions import STRANGER, Attempt, named, remember, remember_attempt
from pueredu.audit.enums import Result
from pueredu.kit import clock
from pueredu.kit.names import audit_verb


@receiver(user_logged_in)
def _came(user, **_rest) -> None:
    remember("accounts.user.sign_in", user, by=user, at=clock.now())


@receiver(user_logged_out)
def _went(user, **_rest) -> None:
    if user is not None:
        remember("accounts.user.sign_out", user, by=user, at=clock.now())


@receiver(user_login_failed)
def _failed(credentials, **_rest) -> None:
    _at_sign_in("sign_in", Result.FAILED, str(credentials.get(User.USERNAME_FIELD) or ""))


@receiver(user_locked_out)
def _locked(username="", **_rest) -> None:
    _at_sign_in("lock_out", Result.DENIED, str(username or ""))


def _at_sign_in(verb: str, result: str, typed: str) -> None:
    """A name that exists is named; another is not kept, for people type passwords into it."""
    user = User.objects.filter(username=typed).first()
    about = named(user) if user else {"object_type": User._meta.label_lower}
    words = "" if user else "登录名不存在。"
    attempt = Attempt(audit_verb(verb, User), result, reason=words, **about)
    remember_attempt(attempt, by=None, at=clock.now(), stranger=STRANGER)
