"""Who may and when it may, in the year of accountability."""

from accountability.enums import ReportState as S
from accountability.enums import ReportTransition as T
from accountability.enums import YearPlanState, YearPlanTransition
from pueredu.kit.flow import Flow
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role

_READERS = {
    Role.SECRETARIAT: R.SUBTREE,
    Role.CITY_STAFF: R.SUBTREE,
    Role.CITY_LEADER: R.SUBTREE,
    Role.COUNTY_PARTY_OFFICE: R.OWN,
    Role.COUNTY_BUREAU: R.SUBTREE,
    Role.COUNTY_LEADER: R.SUBTREE,
}

GRANTS = {
    "view_year_plan": _READERS,
    "add_year_plan": {Role.SECRETARIAT: R.SUBTREE},
    "change_year_plan": {Role.SECRETARIAT: R.SUBTREE},
    "open_year_plan": {Role.SECRETARIAT: R.SUBTREE},
    "view_mandatory_topic": _READERS,
    "add_mandatory_topic": {Role.SECRETARIAT: R.SUBTREE},
    "change_mandatory_topic": {Role.SECRETARIAT: R.SUBTREE},
    "delete_mandatory_topic": {Role.SECRETARIAT: R.SUBTREE},
    "view_report": _READERS,
    "add_report": {Role.SECRETARIAT: R.BELOW},
    # the county bureau drafts, the party office polishes and hands in what its secretary signed
    "fill_report": {Role.COUNTY_PARTY_OFFICE: R.OWN, Role.COUNTY_BUREAU: R.SUBTREE},
    "submit_report": {Role.COUNTY_PARTY_OFFICE: R.OWN},
    # a county never accepts its own report
    "return_report": {Role.SECRETARIAT: R.BELOW},
    "accept_report": {Role.SECRETARIAT: R.BELOW},
    "unlock_report": {Role.SECRETARIAT: R.BELOW},
    "view_topic_answer": _READERS,
    "export_report": {Role.SECRETARIAT: R.SUBTREE, Role.CITY_STAFF: R.SUBTREE},
}

FLOWS = {
    "year_plan": Flow({YearPlanTransition.OPEN: ({YearPlanState.DRAFT}, YearPlanState.OPENED)}),
    "report": Flow(
        {
            T.FILL: ({S.DRAFT}, None),
            T.SUBMIT: ({S.DRAFT}, S.SUBMITTED),
            T.RETURN: ({S.SUBMITTED}, S.DRAFT),
            T.ACCEPT: ({S.SUBMITTED}, S.ACCEPTED),
            T.UNLOCK: ({S.DRAFT}, None),
        }
    ),
}
