"""Codes that a person reads from paper: random, easy to type, known to us by a keyed hash only; and
the secrets of authenticators, which no table holds.

Both stand under SECRET_KEY. While an earlier one is kept in SECRET_KEY_FALLBACKS, what was made
under it still counts.
"""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
GROUP = 4
OTP_COLUMN = 16
ACTIVATION, RECOVERY = "activation", "recovery"  # purposes: a hash of one is no hash of the other
AUTHENTICATOR, MARK = "authenticator", "mark"
SECRET_BYTES = 20  # what RFC 4226 recommends, and every authenticator takes


def new_code(groups: int) -> str:
    """A code such as ``7KQM-2HXR-…``; every group of four carries 19.8 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def digest(code: str, purpose: str) -> str:
    """The keyed hash (SHA-256, hex) of a code as typed: case, blanks and dashes do not count."""
    return digests(code, purpose)[0]


def digests(code: str, purpose: str) -> list[str]:
    """The hashes that a code may be kept as: under the secret key, then under its fallbacks."""
    typed = "".join(char for char in code.upper() if char.isalnum())
    return [_keyed(purpose, typed, key).hex() for key in _secret_keys()]


def recovery_tokens(code: str) -> list[str]:
    """What django-otp compares for a recovery code: as much of each hash as its column takes."""
    return [found[:OTP_COLUMN] for found in digests(code, RECOVERY)]


def new_seed() -> str:
    """What the database keeps of an authenticator (hex): a mark of the secret key, and random bits.
    The secret itself is derived from it, as RFC 4226 (7.5) describes."""
    return _mark(settings.SECRET_KEY) + secrets.token_hex(SECRET_BYTES)


def authenticator_secret(seed: str, user_id: int) -> bytes | None:
    """The secret of an authenticator, which is its person's alone; None when the secret key under
    which the seed was made is no longer kept."""
    for key in _secret_keys():
        if seed.startswith(_mark(key)):
            return _keyed(AUTHENTICATOR, f"{user_id}:{seed}", key)[:SECRET_BYTES]
    return None


def is_under_current_key(seed: str) -> bool:
    """Whether the seed was made under the secret key in force, not under one that will go."""
    return seed.startswith(_mark(settings.SECRET_KEY))


def _secret_keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _mark(key: str) -> str:
    return _keyed(MARK, "", key).hex()[:8]


def _keyed(purpose: str, text: str, key: str) -> bytes:
    salt = f"pueredu.accounts.{purpose}"
    return salted_hmac(salt, text, secret=key, algorithm="sha256").digest()
