"""The components as tags: every option has a default, so no template meets an unknown variable.

Each tag draws `templates/components/<name>.html`, whose first comment documents its options.
Records may be dictionaries or objects; a missing key is the same as an empty one.
"""

from itertools import chain, repeat

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pueredu.kit.context import house_names
from pueredu.kit.templatetags.formats import working_days

register = template.Library()

TONES = {"neutral": "dot", "info": "info", "ok": "ok", "warn": "warn", "danger": "danger"}
LAMPS = {
    "green": ("ok", "正常"),
    "blue": ("info", "办理中"),
    "amber": ("warn", "临近到期"),
    "red": ("danger", "已逾期"),
    "none": ("neutral", "未设期限"),
}
BUTTON_KINDS = {"primary", "secondary", "danger", "quiet"}
NUMERIC, NOWRAP = SafeString(' class="numeric"'), SafeString(' class="nowrap"')
NOTHING = SafeString('<span class="quiet">—</span>')
LONG = 13  # signs of a cell: fewer stay on one line
SOON = 5  # working days from which a due date is drawn amber when the caller names no tone

# Drawn for this house on a 16 × 16 grid. The shapes differ, so no meaning hangs on colour.
ICONS = {
    "dot": '<circle cx="8" cy="8" r="5.2"/>',
    "ok": '<circle cx="8" cy="8" r="6.6"/><path d="m5 8.2 2.2 2.2L11.2 6"/>',
    "info": '<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2"/><path d="M6.5 7.3H8v4.1M6.2 11.4h3.6M7.9 4.5v.2"/>',
    "warn": '<path d="M8 1.8 15 14H1z"/><path d="M8 6.4v3.4M8 11.6v.5"/>',
    "danger": '<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z"/><path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6"/>',
    "file": '<path d="M3.5 1.5h6l3 3v10h-9z"/><path d="M9.5 1.5v3h3M5.8 8h4.4M5.8 11h4.4"/>',
    "lock": '<rect x="3" y="7" width="10" height="7.2" rx="1"/><path d="M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7"/>',
    "search": '<circle cx="6.8" cy="6.8" r="4.6"/><path d="m10.4 10.4 4 4"/>',
    "bell": '<path d="M3.6 11.4V7a4.4 4.4 0 0 1 8.8 0v4.4l1.2 1.4H2.4zM6.6 14.4h2.8"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
    "prev": '<path d="m10 3-5 5 5 5"/>',
    "clock": '<circle cx="8" cy="8" r="6.4"/><path d="M8 4.4V8l2.6 1.8"/>',
    "inbox": '<path d="M2 9.5 4 2.5h8l2 7v4H2z"/><path d="M2 9.5h3.6l1 1.8h2.8l1-1.8H14"/>',
}


def _field(record, name: str, default=None):
    """A named part of a dictionary or an object."""
    return record.get(name, default) if isinstance(record, dict) else getattr(record, name, default)


def _empty(record, title: str) -> dict[str, object]:
    return {
        "title": _field(record, "title", title),
        "text": _field(record, "text", ""),
        "action": _field(record, "action"),
    }


def _action(record) -> dict[str, str]:
    """An action is a record or the short form (label, url, kind)."""
    if isinstance(record, tuple) and not hasattr(record, "_fields"):
        record = dict(zip(("label", "url", "kind"), record, strict=False))
    names = {"label": "", "url": "", "kind": "secondary", "blocked_reason": ""}
    return {name: _field(record, name, default) or default for name, default in names.items()}


@register.simple_tag
def house() -> dict[str, str]:
    """Names of the house, also on pages drawn without a request (500)."""
    return house_names()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative drawing; the words beside it carry the meaning."""
    drawing = mark_safe(ICONS[name])  # nosec B308 B703 # noqa: S308 - a constant of this module
    return format_html(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        drawing,
    )


@register.simple_tag
def state_badge(label, tone="neutral") -> SafeString:
    """A state in a word and a shape."""
    words = '<span class="badge" data-tone="{}">{}{}</span>'
    return format_html(words, tone, icon(TONES[tone]), label)


@register.simple_tag
def lamp(colour, label="") -> SafeString:
    tone, word = LAMPS[colour]
    return state_badge(label or word, tone)


@register.inclusion_tag("components/due.html")
def due(on, days_left=None, tone="", words=""):
    """`days_left` counts working days, negative when overdue; the caller owns the calendar."""
    if not tone and days_left is not None:
        tone = "danger" if days_left < 0 else "warn" if days_left <= SOON else "neutral"
    return {"on": on, "tone": tone or "neutral", "words": words or working_days(days_left)}


@register.inclusion_tag("components/timeline.html")
def timeline(events, label="办理过程"):
    return {"events": events, "label": label}


@register.inclusion_tag("components/table.html")
def data_table(table, caption="", empty=None):
    rows = format_html_join("\n", "<tr>{}</tr>", ((_cells(row),) for row in _field(table, "rows")))
    return {"table": table, "rows": rows, "caption": caption, "empty": _empty(empty, "没有记录")}


def _cells(row: dict) -> SafeString:
    """Drawn here and not by the template: a page has hundreds of cells, and looking their names up
    took half the time of a list. The first cell leads to the page of its row."""
    urls = chain([row.get("url", "")], repeat(""))
    return format_html_join(
        "",
        '<td data-label="{}"{}>{}</td>',
        (
            (cell["label"], NUMERIC if cell.get("numeric") else "", _inside(cell, url))
            for cell, url in zip(row["cells"], urls, strict=False)
        ),
    )


def _inside(cell: dict, url: str) -> SafeString:
    value = localize(cell["value"])
    if cell.get("tone"):
        return state_badge(value, cell["tone"])
    if url:
        return format_html('<a class="row-link" href="{}">{}</a>', url, value)
    if value is None or value == "":
        return NOTHING
    is_long = isinstance(value, str) and len(value) >= LONG
    return format_html("<span{}>{}</span>", "" if is_long else NOWRAP, value)


@register.inclusion_tag("components/pagination.html")
def pagination(page=None):
    return {"page": page or {}}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form, action="", reset_url="", label="筛选"):
    return {"form": form, "action": action, "reset_url": reset_url, "label": label}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title, text="", action=None):
    return {"title": title, "text": text, "action": action}


@register.inclusion_tag("components/file_link.html")
def file_link(file):
    return {"file": file}


@register.inclusion_tag("components/button.html")
def button(  # noqa: PLR0917 - every option has its default
    label, url="", kind="secondary", name="", value="", blocked_reason=""
):
    if kind not in BUTTON_KINDS:
        raise template.TemplateSyntaxError(f"No button kind named {kind!r}")
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "name": name,
        "value": value,
        "blocked_reason": blocked_reason,
    }


@register.inclusion_tag("components/actions.html")
def action_list(actions, label="可办理事项"):
    return {"actions": [_action(record) for record in actions or ()], "label": label}


@register.inclusion_tag("components/alert.html")
def alert(text, tone="info", title=""):
    return {"text": text, "tone": tone, "title": title, "icon_name": TONES[tone]}


@register.inclusion_tag("components/messages.html")
def message_list(messages):
    """Django's messages; their level names are read as tones."""
    tones = {"debug": "neutral", "info": "info", "success": "ok", "warning": "warn"}
    items = [(tones.get(message.level_tag, "danger"), message) for message in messages or ()]
    return {"items": items}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(trail):
    """`trail`: pairs (label, url); the last one is this page."""
    return {"trail": trail}


@register.inclusion_tag("components/stat_tile.html")
def stat_tile(  # noqa: PLR0917 - every option has its default
    number, label, as_of=None, url="", unit="", note="", *, tone="neutral", provisional=False
):
    return {
        "number": number,
        "label": label,
        "as_of": as_of,
        "url": url,
        "unit": unit,
        "note": note,
        "tone": tone,
        "provisional": provisional,
    }


@register.inclusion_tag("components/facts.html")
def facts(rows):
    """`rows`: pairs (label, value); an empty value reads 「—」."""
    return {"rows": rows}


@register.inclusion_tag("components/progress.html")
def progress(done, total, label):
    """Words carry the meaning: 「已填 3 / 5」; nothing to do counts as nothing done."""
    return {"done": done, "total": total, "label": label, "maximum": total or 1}


@register.inclusion_tag("components/field.html")
def field(bound):
    return {"field": bound}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form):
    labels = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return {
        "form": form,
        "fields": labels,
        "general": form.non_field_errors(),
        "again": _emptied(form),
    }


def _emptied(form) -> str:
    """What no browser puts back into a form that is shown again, as the person does it."""
    inputs = {getattr(field.widget, "input_type", "") for field in form.fields.values()}
    acts = ["密码须重新输入"] if "password" in inputs else []
    return "；".join([*acts, "文件须重新选择"] if form.files else acts)


@register.inclusion_tag("components/secrecy_note.html")
def secrecy_note():
    return {}


@register.inclusion_tag("components/provisional.html")
def provisional(note=""):
    return {"note": note}


@register.inclusion_tag("components/owed_list.html")
def owed_list(items, empty=None):
    return {"items": items, "empty": _empty(empty, "目前没有待办事项")}
