"""The catalogue's life: a version is drafted, looked at, put in force, and then left alone."""

from datetime import datetime, timedelta

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.records import save_record
from training.actions.ledger import one_at_a_time
from training.enums import RuleState
from training.enums import RuleVersionTransition as T
from training.models import RuleVersion


def add_rule_version(version: RuleVersion, *, by: User, at: datetime) -> RuleVersion:
    """Draft a version; it counts nothing until it is put in force."""
    version.state = RuleState.DRAFT
    return save_record(version, by=by, at=at)


def change_rule_version(version: RuleVersion, *, by: User, at: datetime) -> RuleVersion:
    """Change a draft. Refused for anything else: what counts, or counted, stays as it is."""
    stored = RuleVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if stored.state != RuleState.DRAFT:
        raise Refused("只有拟定中的规则可以修改；已施行的请拟一个新版本。")
    version.state = stored.state
    return save_record(version, by=by, at=at)


def enforce_rule_version(
    version: RuleVersion, *, by: User, at: datetime, source: str, is_provisional: bool
) -> RuleVersion:
    """Put a draft in force from its ``since`` on, by the document that ``source`` names; the version
    before it ends the day before. What was recognised keeps the version it was recognised by."""
    if not source.strip():
        raise Incomplete("请写明依据的文件。")
    details: dict[str, list[str]] = {}
    with acting(T.ENFORCE, version, by=by, at=at, reason=source, details=details) as version:
        one_at_a_time()
        version.source, version.is_provisional = source.strip()[:200], is_provisional
        _end_the_one_before(version, details)
        _end_before_the_next(version)
    return version


def withdraw_rule_version(version: RuleVersion, *, by: User, at: datetime) -> RuleVersion:
    """Take a draft back; it stays to be read."""
    with acting(T.WITHDRAW, version, by=by, at=at) as version:
        pass
    return version


def _others(version: RuleVersion):
    rows = RuleVersion.objects.enforced().select_for_update(no_key=True)
    return rows.filter(form=version.form, level=version.level)


def _end_the_one_before(version: RuleVersion, details: dict) -> None:
    before = _others(version).filter(since__lt=version.since).order_by("-since").first()
    last = version.since - timedelta(days=1)
    if before and (before.until is None or before.until > last):
        details["ended"] = ["", f"{before.title}（{before.since}起）止于 {last}"]
        before.until = last
        before.save(update_fields=["until"])


def _end_before_the_next(version: RuleVersion) -> None:
    later = _others(version).filter(since__gt=version.since).order_by("since").first()
    if later and (version.until is None or version.until >= later.since):
        version.until = later.since - timedelta(days=1)
