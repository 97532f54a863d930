"""Who may, and when it may, in training.

A batch and its claims carry no responsible organ, so OWN of a bureau is its own area: the county
verifies what its schools filed, the city's staff what the schools directly under the city filed.
"""

from pueredu.kit.flow import Flow
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T

_BUREAU = dict.fromkeys((Role.SECRETARIAT, Role.CITY_STAFF, Role.CITY_TRAINING), R.SUBTREE)
_COUNTY = {Role.COUNTY_BUREAU: R.OWN}
_SCHOOL = dict.fromkeys((Role.CENTRAL_SCHOOL, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER), R.SUBTREE)
_FILERS = {Role.CENTRAL_SCHOOL: R.SUBTREE, Role.SCHOOL_HEAD: R.OWN, Role.SCHOOL_OFFICER: R.OWN}
_PERSON = {Role.TEACHER: R.SELF}
_TRAINING = {Role.CITY_TRAINING: R.SUBTREE}

GRANTS = {
    # the chain: school files, county verifies, city recognises
    "add_hours_batch": _FILERS,
    "file_hours_batch": _FILERS,
    "change_hours_batch": _FILERS,
    "delete_hours_batch": _FILERS,
    "import_hours_batch": _FILERS,
    # confirmed attendances of studios are taken over without typing
    "import_attendance": _TRAINING,
    "verify_hours_batch": {Role.COUNTY_BUREAU: R.OWN, Role.CITY_STAFF: R.OWN},
    "return_hours_batch": {
        Role.COUNTY_BUREAU: R.OWN,
        Role.CITY_STAFF: R.OWN,
        Role.CITY_TRAINING: R.SUBTREE,
    },
    "recognise_hours_batch": _TRAINING,
    # leaders see how the whole stands and what is open, not one person's year
    "view_hours_batch": {**_BUREAU, **_COUNTY, **_SCHOOL, Role.CITY_LEADER: R.SUBTREE},
    # what a person reads of himself, a school of its people, a county of its schools
    "view_learner": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_placement": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_learner_year": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_hours_claim": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_ledger_entry": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_training_activity": {**_BUREAU, **_COUNTY, **_SCHOOL},
    "view_own_hours": dict.fromkeys(
        (Role.TEACHER, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER, Role.CENTRAL_SCHOOL), R.SELF
    ),
    # the registers behind it
    "add_learner": {**_TRAINING, **_COUNTY},
    "change_learner": {**_TRAINING, **_COUNTY},
    "import_learner": {**_TRAINING, **_COUNTY},
    # a reversal is an entry that is added; no entry is ever changed
    "add_ledger_entry": _TRAINING,
    "view_rule_version": _BUREAU,
    "add_rule_version": _TRAINING,
    "change_rule_version": _TRAINING,
    "view_direction": _BUREAU,
    "add_direction": _TRAINING,
    "change_direction": _TRAINING,
    # lists of people leave the house through the section that answers for them
    "export_learner": _TRAINING,
    "export_hours_batch": _TRAINING,
    "export_ledger_entry": _TRAINING,
    "export_training_activity": _TRAINING,
    "export_rule_version": _TRAINING,
    "view_training_year": _BUREAU,
    "add_training_year": _TRAINING,
    "change_training_year": _TRAINING,
}

FLOWS = {
    "hours_batch": Flow(
        {
            T.FILE: ({S.DRAFT}, S.FILED),
            T.VERIFY: ({S.FILED}, S.VERIFIED),
            T.RETURN: ({S.FILED, S.VERIFIED}, S.DRAFT),
            T.RECOGNISE: ({S.VERIFIED}, S.RECOGNISED),
        }
    )
}
