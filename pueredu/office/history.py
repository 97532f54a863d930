"""The audit as a reader's sentences: who, when, for whom, what, why."""

from django.apps import apps

from pueredu.accounts.enums import OwnAct
from pueredu.audit.enums import Result
from pueredu.audit.models import Entry
from pueredu.kit.templatetags.formats import NOTHING
from pueredu.units.access.posts import STANDS_IN
from pueredu.units.access.registry import flow_of

PLAIN_VERBS = {
    "add": "建立",
    "change": "修改",
    "delete": "删除",
    "export": "导出",
    **dict(OwnAct.choices),
}


def history_of(record, limit: int = 50) -> list[dict]:
    """What was done to a record, newest first, as ``components/timeline.html`` shows it."""
    entries = Entry.objects.about(record).filter(result=Result.DONE).order_by("-id")[:limit]
    return [_event(entry, type(record)) for entry in entries]


def _event(entry: Entry, model) -> dict:
    """An AB角 acts for the holder of the post, which the post itself says; else it was on paper."""
    stands_in = entry.post.endswith(STANDS_IN)
    return {
        "at": entry.at,
        "what": verb_label(entry.verb, model),
        "who": entry.actor,
        "unit": f"{entry.post}，代{entry.on_behalf_of}" if stands_in else entry.post,
        "for_whom": "" if stands_in else entry.on_behalf_of,
        "reason": entry.reason,
        "tone": "neutral",
        "files": [],
    }


def verb_label(verb: str, model=None) -> str:
    """The Chinese word of an audit verb such as ``accountability.report.submit``."""
    *_, last = verb.split(".")
    flow = flow_of(model) if model else None
    for transition in flow.verbs if flow else ():
        if transition == last:
            return transition.label
    return PLAIN_VERBS.get(last, last)


def changed_words(entry: Entry) -> list[tuple[str, str, str]]:
    """What an entry changed: the name of each field, what it was and what it became."""
    model = model_of(entry.object_type)
    names = {field.name: str(field.verbose_name) for field in model._meta.fields} if model else {}
    return [
        (names.get(name, name), old or NOTHING, new or NOTHING)
        for name, (old, new) in entry.changes.items()
    ]


def model_of(object_type: str):
    """``accountability.report`` → its model; None when that is gone."""
    try:
        return apps.get_model(object_type)
    except LookupError:
        return None
