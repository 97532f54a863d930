"""A place among up to a thousand: typed by its code or a part of its name, the browser proposes."""

import unicodedata
from collections import Counter

from django import forms
from django.utils.html import format_html, format_html_join

from pueredu.kit import clock
from pueredu.units.enums import SCHOOL_KINDS, UnitKind
from pueredu.units.models import Unit

PLACES = [UnitKind.EDUCATION_BUREAU, *SCHOOL_KINDS]  # where learners stand: officials at a bureau
MOST_NAMED = 5


def places_for(user, perm: str):
    """Where this person may put somebody, of what is open today; everywhere without a ``user``."""
    rows = Unit.objects.open_on(clock.today()).filter(kind__in=PLACES)
    if user is not None:
        bureaux = Unit.objects.permitted(user, perm).filter(kind=UnitKind.EDUCATION_BUREAU)
        rows = rows.filter(area__in=bureaux.values("area"))
    return rows.select_related("area").order_by("area__precedence", "precedence", "code")


class ProposingInput(forms.TextInput):
    """A line of text with a datalist of ``proposals``: without script it filters as one types."""

    proposals = ()

    def render(self, name, value, attrs=None, renderer=None):
        listed = f"{attrs['id']}_list"
        options = format_html_join("", '<option value="{}">', ((one,) for one in self.proposals))
        field = super().render(name, value, {**attrs, "list": listed}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


class PlaceField(forms.CharField):
    """Gives the Unit that is meant among ``offer``ed ones, None for an empty line. The full and the
    short name, the 县(区) with either, the code and what the list proposes are understood; a part
    of a name is answered by those that have it."""

    widget = ProposingInput(attrs={"autocomplete": "off"})

    def offer(self, units) -> None:
        """``units`` are those that may be chosen, with their area."""
        self.units = units
        self.widget.proposals = _Proposals(units)

    def clean(self, value) -> Unit | None:
        typed = _plain(super().clean(value))
        if not typed:
            return None
        units = list(self.units)
        found = [unit for unit in units if typed in _words_of(unit)]
        if len(found) == 1:
            return found[0]
        near = found or [unit for unit in units if typed in _plain(name_of(unit))]
        if not near:
            raise forms.ValidationError("没有这个单位，或不在您管理的范围内；可以填写单位代码。")
        named = "、".join(with_code(unit) for unit in near[:MOST_NAMED])
        more = "等" if len(near) > MOST_NAMED else ""
        raise forms.ValidationError(f"请从中选择一个，或填写单位代码：{named}{more}。")


class _Proposals:
    """Read when the page is drawn, not when the form is made."""

    def __init__(self, units):
        self.units = units

    def __iter__(self):
        names = Counter(name_of(unit) for unit in self.units)
        for unit in self.units:
            yield name_of(unit) if names[name_of(unit)] == 1 else with_code(unit)


def name_of(unit: Unit) -> str:
    return f"{unit.area.short_name}　{unit.name}"


def with_code(unit: Unit) -> str:
    return f"{name_of(unit)}（{unit.code}）"


def _words_of(unit: Unit) -> set[str]:
    short = f"{unit.area.short_name}{unit.short_name}"
    words = (unit.code, unit.name, unit.short_name, short, name_of(unit), with_code(unit))
    return {_plain(word) for word in words}


def _plain(text: str) -> str:
    """Without blanks, in half-width figures and brackets, so that what is meant is found."""
    return "".join(unicodedata.normalize("NFKC", text).split())
