"""Who may and when it may, in this room; and the kind of Matter that a commitment becomes."""

from measures.enums import CommitmentState as S
from measures.enums import CommitmentTransition as T
from pueredu.kit.flow import Flow
from pueredu.loop.rules import DEPUTY, MatterKind
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role

_KEEPERS = dict.fromkeys((Role.SECRETARIAT, Role.CITY_STAFF), R.SUBTREE)
_VERIFIERS = dict.fromkeys((Role.SECRETARIAT, Role.CITY_STAFF), R.BELOW)
_CITY_READERS = {**_KEEPERS, Role.CITY_TRAINING: R.SUBTREE, Role.CITY_LEADER: R.SUBTREE}
_LEAD_ORGANS = dict.fromkeys(
    (
        Role.COUNTY_GOVERNMENT,
        Role.COUNTY_BUREAU,
        Role.COUNTY_DEPARTMENT,
        Role.COUNTY_PARTY_OFFICE,
    ),
    R.OWN,
)
# a county's education bureau and party office oversee the whole county, its other organs their own
_OVERSEERS = dict.fromkeys((Role.COUNTY_BUREAU, Role.COUNTY_PARTY_OFFICE), R.SUBTREE)
# who of the lead organ may let a colleague do one matter: whoever does it, or the organ's leader
_DEPUTISERS = {**_LEAD_ORGANS, Role.COUNTY_LEADER: R.OWN}
_COUNTY_READERS = {**_LEAD_ORGANS, **_OVERSEERS}
# what was published or sent to every 县(区): its offices read it whole
_EVERY_OFFICE = {**_CITY_READERS, **_COUNTY_READERS}
_GROUP_READERS = {**_CITY_READERS, **_OVERSEERS, Role.COUNTY_GOVERNMENT: R.SUBTREE}

GRANTS = {
    "view_measure": _EVERY_OFFICE,
    "view_measure_version": _EVERY_OFFICE,
    "add_measure_version": _KEEPERS,
    "change_measure_version": _KEEPERS,
    "view_theme": _EVERY_OFFICE,
    "change_theme": _KEEPERS,
    "view_policy_document": _EVERY_OFFICE,
    "add_policy_document": _KEEPERS,
    "change_policy_document": _KEEPERS,
    "view_leading_group": _GROUP_READERS,
    "change_leading_group": _KEEPERS,
    "view_group_post": _GROUP_READERS,
    "add_group_post": _KEEPERS,
    "change_group_post": _KEEPERS,
    "view_reply": _EVERY_OFFICE,
    "add_reply": _KEEPERS,
    "change_reply": _KEEPERS,
    "view_commitment": _EVERY_OFFICE,
    "add_commitment": _KEEPERS,
    "change_commitment": _KEEPERS,
    "issue_commitment": _KEEPERS,
    "view_commitment_task": _EVERY_OFFICE,
}

# handing over again reaches the 县(区) that have nothing open, so ISSUED is a source too
FLOWS = {"commitment": Flow({T.ISSUE: ({S.REGISTERED, S.ISSUED}, S.ISSUED)})}

MATTER_KINDS = (
    MatterKind(
        name="commitment",
        label="承诺事项",
        end="兑现",
        grants={
            "view": {**_EVERY_OFFICE, Role.COUNTY_LEADER: R.OWN, **DEPUTY},
            "add": _KEEPERS,
            "issue": _KEEPERS,
            "receive": {**_LEAD_ORGANS, **DEPUTY},
            "report_progress": {**_LEAD_ORGANS, **DEPUTY},
            "submit": {**_LEAD_ORGANS, **DEPUTY},
            "return": _VERIFIERS,
            "close": _VERIFIERS,
            "extend": _VERIFIERS,
            "chase": _VERIFIERS,
            "reopen": _VERIFIERS,
            "withdraw": _VERIFIERS,
            "appoint_deputy": _DEPUTISERS,
            "end_deputy": _DEPUTISERS,
        },
    ),
)
