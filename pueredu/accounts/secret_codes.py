"""Codes that a person reads from paper: random, easy to type, known to us by a keyed hash only."""

import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
GROUP = 4
OTP_COLUMN = 16
ACTIVATION, RECOVERY = "activation", "recovery"  # purposes: a hash of one is no hash of the other


def new_code(groups: int) -> str:
    """A code such as ``7KQM-2HXR-…``; every group of four carries 19.8 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def digest(code: str, purpose: str) -> str:
    """The keyed hash (SHA-256, hex) of a code as typed: case, blanks and dashes do not count."""
    typed = "".join(char for char in code.upper() if char.isalnum())
    return salted_hmac(f"pueredu.accounts.{purpose}", typed, algorithm="sha256").hexdigest()


def recovery_token(code: str) -> str:
    """What django-otp compares for a recovery code: as much of the hash as its column takes."""
    return digest(code, RECOVERY)[:OTP_COLUMN]
