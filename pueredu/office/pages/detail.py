"""One record: its facts, what may be done next, and its readable history."""

from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin

from pueredu.kit.names import permission, url_name
from pueredu.kit.scoping import value_of
from pueredu.office.door import viewed
from pueredu.office.history import history_of
from pueredu.office.pages.base import Page, RecordMixin
from pueredu.units.access.registry import flow_of

QUIET_VERBS = frozenset(
    {"withdraw", "reopen", "extend", "reverse", "undo", "appoint_deputy", "end_deputy"}
)
FIRST_VERBS = frozenset(
    {
        "submit",
        "accept",
        "receive",
        "close",
        "verify",
        "recognise",
        "issue",
        "post",
        "file",
        "confirm",
        "name",
    }
)


class DetailPage(RecordMixin, TemplateResponseMixin, Page):
    """Declare ``model``, ``related`` and ``get_facts``; buttons follow from FLOW and GRANTS."""

    template_name = "generic/detail.html"
    is_personal = False  # somebody's own data: whoever else looks at it is remembered

    def get(self, request, *args, **kwargs):
        self.record = self.get_record()
        if self.is_personal and value_of(self.record, self.model.scope.person) != request.user.pk:
            viewed(request, self.record)
        return self.render_to_response(self.get_context_data())

    def get_title(self) -> str:
        return str(self.record)

    def get_state(self) -> dict | None:
        """Tone and label of the state badge; None for a record without one."""
        return None

    def get_facts(self) -> list[tuple[str, object]]:
        return []

    def get_files(self) -> list:
        return []

    def get_history(self) -> list[dict]:
        """Newest first; by default what the audit remembers of the record."""
        return history_of(self.record)

    def get_transitions(self) -> list[dict]:
        """The buttons for what may be done next."""
        return transitions_for(self.request.user, self.record)

    def get_context_data(self, **kwargs):
        context = {
            "record": self.record,
            "state": self.get_state(),
            "facts": self.get_facts(),
            "files": self.get_files(),
            "history": self.get_history(),
            "transitions": self.get_transitions(),
        }
        return super().get_context_data(**{**context, **kwargs})


def transitions_for(user, record) -> list[dict]:
    """The buttons for the verbs that are possible now and permitted to this person."""
    flow = flow_of(type(record))
    if flow is None:
        return []
    return [
        {"label": verb.label, "url": reverse(url_name(verb, type(record)), args=[record.pk]), "kind": button_kind(verb)}
        for verb in flow.verbs_from(record.state)
        if user.has_perm(permission(verb, type(record)), record)
    ]  # fmt: skip


def button_kind(verb: str) -> str:
    """How a verb's button stands out: the usual next step, another step, or one seldom taken."""
    if verb in QUIET_VERBS:
        return "quiet"
    return "primary" if verb in FIRST_VERBS else "secondary"
