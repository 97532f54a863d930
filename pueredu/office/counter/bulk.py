"""One verb for many records: first what it will do and what it will skip and why, then the act.

The preview is the act itself, done record by record and taken back: what it says is what the
action says, and no rule stands twice.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from pueredu.kit import clock
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.office.counter.exports import cell
from pueredu.office.counter.looks import dress
from pueredu.office.counter.verbs import AdminVerb

MOST = 200  # records in one go: each is tried before it is done
NAMING_COLUMNS = 3
SAMPLES = 3  # reasons that the closing sentence names


@dataclass(frozen=True)
class Tried:
    """One record of a bulk act: its words in the list, and why it is skipped (empty: it is done)."""

    record: Model
    words: str
    refusal: str = ""


class BulkMixin:
    """Offers every one of ``bulk_verbs`` above the list, to those who hold the verb somewhere; their
    forms can be sent with nothing filled in."""

    bulk_verbs: tuple[AdminVerb, ...] = ()

    def get_actions(self, request):
        found = super().get_actions(request)
        for item in () if IS_POPUP_VAR in request.GET else self.bulk_verbs:
            if request.user.has_perm(item.permission(self.model)):
                found[item.verb.value] = (_handler(item), item.verb.value, f"批量{item.verb.label}")
        return found

    def bulk_view(self, request, item: AdminVerb, queryset):
        """Ask before acting, with the list of what will be skipped; act once it is confirmed."""
        records = list(queryset[: MOST + 1])
        if len(records) > MOST:
            messages.warning(request, f"一次最多办理 {MOST} 条，请先筛选。")
            return None
        is_confirmed = "confirmed" in request.POST
        form = item.form(request.POST if is_confirmed else None)
        if is_confirmed and form.is_valid():
            tried = self._attempt(request, item, records, form.cleaned_data)
            messages.success(request, sentence(item, tried))
            return HttpResponseRedirect(request.get_full_path())
        tried = self._rehearse(request, item, records)
        dress(form)
        context = {
            **self.admin_site.each_context(request),
            "title": f"批量{item.verb.label}：{self.opts.verbose_name}",
            "opts": self.opts,
            "item": item,
            "form": form,
            "done": [one for one in tried if not one.refusal],
            "skipped": [one for one in tried if one.refusal],
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "office/admin_bulk.html", context)

    def _rehearse(self, request, item, records) -> list[Tried]:
        """What the act would do with no words added; nothing of it is kept."""
        wordless = item.form({})
        wordless.full_clean()
        with transaction.atomic():
            tried = self._attempt(request, item, records, wordless.cleaned_data)
            transaction.set_rollback(True)
        return tried

    def _attempt(self, request, item, records, words) -> list[Tried]:
        return [
            Tried(record, self._words(record), _refusal(request, item, record, words))
            for record in records
        ]

    def _words(self, record) -> str:
        """What tells a record from its neighbours: the first columns of the list."""
        cells = [cell(self, name, record) for name in self.list_display[:NAMING_COLUMNS]]
        return "　".join(str(value) for value in cells if value)


def _handler(item: AdminVerb):
    """The admin's kind of action for a verb."""

    def handle(keeper, request, queryset):
        return keeper.bulk_view(request, item, queryset)

    return handle


def _refusal(request, item: AdminVerb, record, words) -> str:
    try:
        with transaction.atomic():
            item.action(record, by=request.user, at=clock.now(), **words)
    except (Refused, NotPermitted) as error:
        return str(error).split("。")[0]  # what to do about it stands on the page of one record
    return ""


def sentence(item: AdminVerb, tried: list[Tried]) -> str:
    """The result in one sentence: so many done, so many skipped and why."""
    refusals = Counter(one.refusal for one in tried if one.refusal)
    done = f"「{item.verb.label}」已办理 {len(tried) - refusals.total()} 条"
    if not refusals:
        return f"{done}。"
    reasons = "；".join(f"{n} 条：{why}" for why, n in refusals.most_common(SAMPLES))
    return f"{done}，跳过 {refusals.total()} 条（{reasons}）。"
