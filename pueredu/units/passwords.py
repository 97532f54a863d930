"""The names of the tree that no password may contain: every area, and the person's own units."""

from django.db.models import Q

from pueredu.accounts.passwords import refuse_words
from pueredu.kit.pinyin import plain_pinyin
from pueredu.units.enums import AREA_KINDS
from pueredu.units.models import Unit


class UnitNamesValidator:
    """Names and short names, in characters and in pinyin; an area also without its 县, 区 or 市."""

    def validate(self, password, user=None):
        near = Q(kind__in=AREA_KINDS)
        if user is not None and user.pk:
            near |= Q(memberships__user=user)
        units = Unit.objects.filter(near).distinct().values_list("kind", "name", "short_name")
        names = {word for unit in units for word in _names(*unit)}
        refuse_words(password, sorted(names | {"".join(plain_pinyin(name)) for name in names}))

    def get_help_text(self):
        return ""  # LocalWordsValidator says it for both


def _names(kind: str, name: str, short_name: str) -> set[str]:
    stem = short_name[:-1] if kind in AREA_KINDS and len(short_name) > 2 else short_name
    return {name, short_name, stem}
