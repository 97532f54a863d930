"""The compiled catalogue is the readable one: nothing stands in one and not in the other."""

import gettext
import re
from pathlib import Path

from django import forms

FOLDER = Path(__file__).resolve().parents[2] / "locale/zh_Hans/LC_MESSAGES"
PAIR = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".+"\nmsgstr\[0\]|msgstr) "(.+)"$', re.MULTILINE)


def test_the_compiled_catalogue_says_what_the_readable_one_says():
    readable = dict(PAIR.findall((FOLDER / "django.po").read_text(encoding="utf-8")))
    with (FOLDER / "django.mo").open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)._catalog
    compiled = {
        (key[0] if isinstance(key, tuple) else key): text for key, text in catalogue.items() if key
    }
    assert len(readable) > 50
    assert compiled == readable


def test_a_fault_in_a_form_is_said_without_the_words_of_programmers():
    class Words(forms.Form):
        name = forms.CharField(max_length=3)
        title = forms.CharField()
        hours = forms.DecimalField(max_value=9, decimal_places=1)
        held_on = forms.DateField()
        kind = forms.ChoiceField(choices=[("a", "甲")])

    form = Words({"name": "一二三四", "hours": "10.25", "held_on": "五月", "kind": "乙"})
    assert form.errors == {
        "name": ["最多 3 个字，现在是 4 个字。"],
        "title": ["此项必填。"],
        "hours": ["不能大于 9。", "小数最多 1 位。"],
        "held_on": ["请填写日期，如 2023-05-25。"],
        "kind": ["所选的不在可选项中，请重新选择。"],
    }
