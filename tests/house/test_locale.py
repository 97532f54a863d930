"""The compiled catalogue is the readable one: nothing stands in one and not in the other."""

import gettext
import re
from pathlib import Path

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
