"""Who may and when it may, in the studios."""

from pueredu.kit.flow import Flow
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role
from studios.enums import ActivityState as A
from studios.enums import ActivityTransition, StudioTransition
from studios.enums import StudioState as S

_READERS = {
    Role.SECRETARIAT: R.SUBTREE,
    Role.CITY_STAFF: R.SUBTREE,
    Role.CITY_TRAINING: R.SUBTREE,
    Role.CITY_LEADER: R.SUBTREE,
    Role.COUNTY_PARTY_OFFICE: R.SUBTREE,
    Role.COUNTY_GOVERNMENT: R.SUBTREE,
    Role.COUNTY_BUREAU: R.SUBTREE,
    Role.COUNTY_LEADER: R.SUBTREE,
    Role.CENTRAL_SCHOOL: R.SUBTREE,
    Role.SCHOOL_HEAD: R.OWN,
    Role.SCHOOL_OFFICER: R.OWN,
    Tie.HOST: R.GRANT,
}
_TRAINING_SECTION = {Role.CITY_TRAINING: R.SUBTREE}
_HOST = {Tie.HOST: R.GRANT}

GRANTS = {
    "view_studio": _READERS,
    # a 县(区) proposes (or the city enters one), the city names: never the same person
    "add_studio": {**_TRAINING_SECTION, Role.COUNTY_BUREAU: R.SUBTREE},
    "change_studio": _TRAINING_SECTION,
    "name_studio": {Role.CITY_TRAINING: R.BELOW},
    "decline_studio": {Role.CITY_TRAINING: R.BELOW},
    "appoint_host_studio": {Role.CITY_TRAINING: R.BELOW},
    "revoke_studio": {Role.CITY_TRAINING: R.BELOW},
    "expire_studio": {Role.CITY_TRAINING: R.BELOW},
    # lists leave the house through the section that answers for them
    "export_studio": _TRAINING_SECTION,
    "export_studio_member": _TRAINING_SECTION,
    "export_activity": _TRAINING_SECTION,
    "export_attendance": _TRAINING_SECTION,
    "view_studio_grant": _TRAINING_SECTION,
    "view_studio_member": _READERS,
    "add_studio_member": {**_TRAINING_SECTION, **_HOST},
    "change_studio_member": {**_TRAINING_SECTION, **_HOST},
    "view_activity": _READERS,
    "add_activity": _HOST,
    "change_activity": _HOST,
    "confirm_activity": _HOST,
    "cancel_activity": _HOST,
    # follows the attender's own school and 县(区) of the day, not the studio's
    "view_attendance": _READERS,
    "view_activity_kind": _READERS,
    "add_activity_kind": _TRAINING_SECTION,
    "change_activity_kind": _TRAINING_SECTION,
}

FLOWS = {
    "studio": Flow(
        {
            StudioTransition.NAME: ({S.PROPOSED}, S.NAMED),
            StudioTransition.DECLINE: ({S.PROPOSED}, S.DECLINED),
            StudioTransition.APPOINT_HOST: ({S.NAMED}, None),
            StudioTransition.EXPIRE: ({S.NAMED}, S.EXPIRED),
            StudioTransition.REVOKE: ({S.NAMED}, S.REVOKED),
        }
    ),
    "activity": Flow(
        {
            ActivityTransition.CONFIRM: ({A.DRAFT}, A.CONFIRMED),
            ActivityTransition.CANCEL: ({A.DRAFT}, A.CANCELLED),
        }
    ),
}
