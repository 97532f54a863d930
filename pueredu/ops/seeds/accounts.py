"""The few demonstration accounts that can sign in: one for each role, in two 县(区)."""

import json
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from pueredu.accounts.models import User
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit

FILE_NAME = "demo-accounts.json"
CITY = (
    "leader", "secretariat", "secretariat-2", "staff", "training", "finance", "inspector", "system",
    "security", "auditor",
)  # fmt: skip
COUNTIES = ("530802", "530829")
COUNTY = ("leader", "party", "government", "bureau", "finance", "accounts")
# the first school of this kind in the 县(区)
SCHOOLS = (
    ("central", UnitKind.CENTRAL_SCHOOL),
    ("school", UnitKind.SCHOOL),
    ("head", UnitKind.SCHOOL),
    ("teacher", UnitKind.SCHOOL),
)


def open_accounts(password: str = "") -> list[dict[str, str]]:  # nosec B107 # none: random ones
    """Give the printed accounts a random password each, or ``password`` to all.

    Returns rows of role, label, username and password. Argon2 is slow by intent: the rest of the
    demonstration's people stay without one.
    """
    rows = []
    hashed = make_password(password) if password else ""
    people = {user.username: user for user in User.objects.filter(username__in=usernames())}
    roles = _roles(people)
    for username in usernames():
        own = password or secrets.token_urlsafe(9)
        people[username].password = hashed or make_password(own)
        label = people[username].name
        rows.append(
            {"role": roles[username], "label": label, "username": username, "password": own}
        )
    User.objects.bulk_update(people.values(), ["password"])
    return rows


def usernames() -> list[str]:
    """City first, then each 县(区) with its first school of each kind."""
    names = [*CITY]
    for county in COUNTIES:
        names += [f"{word}-{county}" for word in COUNTY]
        names += _school_usernames(county)
    return names


def _school_usernames(county: str) -> list[str]:
    """Primary schools: kindergartens lie outside the yearly 72 hours, which a visitor comes to see."""
    first: dict[str, str] = {}
    primary = Unit.objects.filter(
        area__code=county, is_demo=True, school_type=SchoolType.PRIMARY
    ).values_list("kind", "code")
    for kind, code in primary:
        first.setdefault(kind, code)
    return [f"{word}-{first[kind]}" for word, kind in SCHOOLS]


def _roles(people: dict[str, User]) -> dict[str, str]:
    held = Membership.objects.filter(user__in=people.values()).values_list("user__username", "role")
    return {username: str(Role(role).label) for username, role in held}


def keep(rows: list[dict[str, str]]) -> Path:
    """Write the accounts where quickstart looks for them, readable by the owner alone."""
    path = settings.VAR_DIR / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
