"""The door of the web: what was refused there, what personal data was read, what left the house.

An action remembers itself in its own transaction; what never became one is remembered here, after
the answer, when that transaction is over.
"""

import logging
from dataclasses import dataclass

from axes.signals import user_locked_out
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import Http404
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.audit.actions import STRANGER, Attempt, named, remember, remember_attempt
from pueredu.audit.enums import Result
from pueredu.files.forms import REFUSED
from pueredu.kit import clock
from pueredu.kit.errors import Refused
from pueredu.kit.names import audit_verb
from pueredu.office.words import split

log = logging.getLogger(__name__)
FOREIGN, MISSING = "记录存在，但不在此人可见范围。", "没有这条记录。"
ADMIN_VERBS = {"changelist": "view", "history": "view"}
LOCKED = "accounts.user.lock_out"
NO_MARK = {"", "public", "signed-in"}


def note_failure(request, sentence: str) -> None:
    """A page that answers with a sentence instead of doing it says so; the door remembers it."""
    request.failure = sentence


def note_refused_files(request, form) -> None:
    """A file that was not taken is an attempt that failed; a slip of the pen in a form is none."""
    errors = [error for found in form.errors.as_data().values() for error in found]
    refused = [str(error.message) for error in errors if error.code == REFUSED]
    if refused:
        note_failure(request, "；".join(refused))


def viewed(request, record, words: str = "") -> None:
    """Remember that somebody looked at another's personal data; ``words`` names what was shown,
    such as 联系电话."""
    verb = audit_verb("view", type(record))
    remember(verb, record, by=request.user, at=clock.now(), reason=words)


@dataclass(frozen=True)
class Exported:
    """Rows that leave the house as a file, as the audit names them."""

    model: type
    count: int
    pk: str = ""

    @property
    def _meta(self):
        return self.model._meta

    def __str__(self):
        return f"{self._meta.verbose_name} {self.count} 条"


def exported(request, rows: Exported, words: str = "") -> None:
    """Remember who took which rows out of the house; ``words`` says how they were chosen."""
    verb = audit_verb("export", rows.model)
    remember(verb, rows, by=request.user, at=clock.now(), reason=words)


def remember_refusal(request, response) -> None:
    """Remember what the person tried and did not get. Never spoils the answer."""
    try:
        attempt = _attempt(request, response)
        if attempt is not None:
            by = request.user if request.user.is_authenticated else None
            remember_attempt(attempt, by=by, at=clock.now(), stranger=STRANGER)
    except DatabaseError:
        log.exception("an attempt at %s could not be remembered", request.path)


@dataclass(frozen=True)
class _Knock:
    """Which verb of which record an address stands for; ``key`` as it was typed."""

    verb: str
    model: type | None
    key: str

    def about(self, record=None) -> dict:
        """How the entry names the record: in full only for who may know that it is there."""
        if record is not None:
            return named(record)
        kind = self.model._meta.label_lower if self.model else ""
        return {"object_type": kind, "object_id": self.key[:40]}

    def record(self):
        try:
            return self.model._base_manager.filter(pk=self.key).first() if self.key else None
        except (ValueError, ValidationError):
            return None


def _attempt(request, response) -> Attempt | None:
    """What a request that was not fulfilled comes to; None for all others."""
    match = request.resolver_match
    if match is None:
        return None
    knock, error = _knock(match), getattr(request, "exception", None)
    words = getattr(request, "failure", "") or _sentence(error)
    if response.status_code == 403:
        return Attempt(knock.verb, reason=words, **knock.about(knock.record()))
    if _is_hidden(request, response, knock):
        return _hidden(knock)
    if words:
        return Attempt(knock.verb, Result.FAILED, reason=words, **knock.about(knock.record()))
    return None


def _sentence(error: Exception | None) -> str:
    """A refusal in its own words; of a fault only its kind, for its words may hold any data."""
    if error is None or isinstance(error, Http404):
        return ""
    return str(error) if isinstance(error, Refused | PermissionDenied) else type(error).__name__


def _is_hidden(request, response, knock: _Knock) -> bool:
    """Not found, as a missing page of a record or as the admin says it; strangers ask in vain."""
    if not (knock.key and knock.model and request.user.is_authenticated):
        return False
    return response.status_code == 404 or (
        response.status_code == 302 and response.url == reverse("admin:index")
    )


def _hidden(knock: _Knock) -> Attempt:
    """The person learns nothing; the auditor learns which it was. Both cost the same."""
    if knock.record() is None:
        return Attempt(knock.verb, Result.FAILED, reason=MISSING, **knock.about())
    return Attempt(knock.verb, Result.DENIED, reason=FOREIGN, **knock.about())


def _knock(match) -> _Knock:
    key = str(match.kwargs.get("pk") or match.kwargs.get("object_id") or "")
    if match.app_name == "admin":
        return _admin_knock(match, key)
    view = getattr(match.func, "view_class", None)
    access = getattr(view, "access", "")
    if access in NO_MARK:
        return _Knock(match.view_name.replace(":", ".").replace("-", "_"), None, key)
    verb, model = split(access)
    return _Knock(verb, getattr(view, "model", None) or model, key)


def _admin_knock(match, key: str) -> _Knock:
    for model in admin.site._registry:
        head = f"{model._meta.app_label}_{model._meta.model_name}_"
        if (match.url_name or "").startswith(head):
            tail = match.url_name.removeprefix(head)
            verb = match.kwargs.get("verb") or ADMIN_VERBS.get(tail, tail)
            return _Knock(audit_verb(verb, model), model, key)
    return _Knock("office.enter_admin", None, key)


@receiver(user_locked_out)
def _locked(username="", **_rest) -> None:
    """The limits turned somebody away; a name that nobody has is not kept, people type passwords
    there. Signing in and failing to are remembered by the accounts themselves."""
    user = User.objects.filter(username=username).first()
    about = named(user) if user else {"object_type": User._meta.label_lower}
    remember_attempt(Attempt(LOCKED, **about), by=None, at=clock.now(), stranger=STRANGER)
