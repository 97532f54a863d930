"""Which passwords are refused, each with the sentence that says why and what to do.

The names of units are words of the tree, so their validator stands in ``units.passwords``.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from pueredu.accounts.profiles import profile_in_force
from pueredu.kit.pinyin import plain_pinyin

WORDS = Path(__file__).parent / "reference/blocked_words.txt"
SHORTEST_LATIN, SHORTEST_CHINESE = 4, 2
FEWEST_DIFFERENT = 5
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class LengthValidator(MinimumLengthValidator):
    def validate(self, password, user=None):
        if len(password) < self.min_length:
            raise ValidationError(
                f"密码至少 {self.min_length} 个字符，现在是 {len(password)} 个。"
                "可以用几个不相关的词连成一句。"
            )

    def get_help_text(self):
        return f"至少 {self.min_length} 个字符；可以用几个不相关的词连成一句，也可以用汉字和空格。"


class CommonValidator(CommonPasswordValidator):
    """Django's list of common passwords, and passwords of a few characters over and over."""

    def validate(self, password, user=None):
        if password.lower().strip() in self.passwords or len(set(password)) < FEWEST_DIFFERENT:
            raise ValidationError("这个密码太常见或由少数字符重复而成，容易被猜到，请换一个。")

    def get_help_text(self):
        return "不能是常见密码，也不能由少数字符重复而成。"


class SimilarityValidator(UserAttributeSimilarityValidator):
    def validate(self, password, user=None):
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError("密码与登录名、姓名或邮箱太相似，请换一个。") from error

    def get_help_text(self):
        return ""


class LocalWordsValidator:
    """No word of the house, the office or the keyboard row, and nothing of the person."""

    def validate(self, password, user=None):
        refuse_words(password, [*local_words(), *words_of_person(user)])

    def get_help_text(self):
        return "不能含有地名、单位名、学校名、本人姓名、登录名或电话（包括拼音），以及 123456 一类的顺序。"


class ProfileValidator:
    """What 等保 demands and ASVS forbids; asks nothing under the default profile."""

    def validate(self, password, user=None):
        profile = profile_in_force()
        if sum(bool(re.search(kind, password)) for kind in CLASSES) < profile.classes:
            raise ValidationError(
                f"密码须含有大写字母、小写字母、数字、符号（或汉字）四类中的 {profile.classes} 类。"
            )
        if user is not None and user.pk and profile.remembered:
            past = user.past_passwords.order_by("-set_at").values_list("hashed", flat=True)
            used = [user.password, *past[: profile.remembered]]
            if any(check_password(password, hashed) for hashed in used):
                raise ValidationError(f"不能使用最近 {profile.remembered} 次用过的密码。")

    def get_help_text(self):
        profile = profile_in_force()
        if profile.max_age is None:
            return "不要求混合字符，也不必定期更换。"
        return (
            f"四类字符（大写、小写、数字、符号或汉字）中至少 {profile.classes} 类；"
            f"{profile.max_age.days} 天更换一次，不能与最近 {profile.remembered} 次相同。"
        )


def refuse_words(password: str, words: Iterable[str]) -> None:
    """Raise ValidationError naming the first of ``words`` that the password contains; words too
    short to mean anything are passed over."""
    plain = re.sub(r"[\W_]+", "", password).lower()
    for word in words:
        found = re.sub(r"[\W_]+", "", word).lower()
        shortest = SHORTEST_LATIN if found.isascii() else SHORTEST_CHINESE
        if len(found) >= shortest and found in plain:
            raise ValidationError(
                f"密码中含有“{found}”。请不要使用地名、单位名、姓名、登录名等容易猜到的词。"
            )


@cache
def local_words() -> tuple[str, ...]:
    """The words of the reference file."""
    return tuple(WORDS.read_text(encoding="utf-8").split())


def words_of_person(user) -> list[str]:
    """Name, its pinyin in both orders, username (and the number in it), phone and mailbox."""
    if user is None:
        return []
    syllables = plain_pinyin(user.name)
    return [
        user.name,
        "".join(syllables),
        "".join([*syllables[1:], *syllables[:1]]),
        user.username,
        *re.findall(r"\d{4,}", user.username),
        user.phone,
        user.email.partition("@")[0],
    ]
