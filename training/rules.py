"""Who may, and when it may, in training.

A batch and its claims carry no responsible organ, so OWN of a bureau is its own area: the county
verifies what its schools filed, the city's staff what the schools directly under the city filed.
"""

from pueredu.kit.flow import Flow
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role
from training.enums import AdjustmentState as AS
from training.enums import AdjustmentTransition as AT
from training.enums import BatchState as S
from training.enums import CertificateState as CS
from training.enums import CertificateTransition as CT
from training.enums import EnrolmentState as ES
from training.enums import EnrolmentTransition as ET
from training.enums import HoursBatchTransition as T
from training.enums import LearnerStatus as LS
from training.enums import LearnerTransition as LT
from training.enums import ObjectionState as OS
from training.enums import ObjectionTransition as OT
from training.enums import PlanState as PS
from training.enums import PlanTransition as PT
from training.enums import ProofState, ProofTransition, SummaryState, SummaryTransition
from training.enums import RuleState as RS
from training.enums import RuleVersionTransition as RVT
from training.enums import SessionState as SS
from training.enums import SessionTransition as ST

_BUREAU = dict.fromkeys((Role.SECRETARIAT, Role.CITY_STAFF, Role.CITY_TRAINING), R.SUBTREE)
_COUNTY = {Role.COUNTY_BUREAU: R.OWN}
_SCHOOL = dict.fromkeys((Role.CENTRAL_SCHOOL, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER), R.SUBTREE)
_FILERS = {Role.CENTRAL_SCHOOL: R.SUBTREE, Role.SCHOOL_HEAD: R.OWN, Role.SCHOOL_OFFICER: R.OWN}
_PERSON = {Role.TEACHER: R.SELF}
_TRAINING = {Role.CITY_TRAINING: R.SUBTREE}
_AREAS = {Role.COUNTY_BUREAU: R.OWN, Role.CITY_TRAINING: R.OWN}
_LEADERS = {Role.CITY_LEADER: R.SUBTREE}
_CHECKERS = dict.fromkeys((Role.COUNTY_BUREAU, Role.CITY_STAFF, Role.CITY_TRAINING), R.OWN)
_PLANNERS = {**_FILERS, Role.COUNTY_BUREAU: R.OWN, Role.CITY_TRAINING: R.OWN}
# a plan is registered by the tier above; that of the city, and of its own schools, in the bureau
_REGISTRARS = [
    ({Role.COUNTY_BUREAU: R.SUBTREE}, {"tier": frozenset({"school"})}),
    (_TRAINING, {"tier": frozenset({"county"})}),
    (_TRAINING, {"tier": frozenset({"school"}), "county__kind": frozenset({"city"})}),
    ({Role.CITY_STAFF: R.OWN}, {"tier": frozenset({"city"})}),
]
_LEARNERS = (Role.TEACHER, Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER, Role.CENTRAL_SCHOOL)

GRANTS = {
    # the chain: school posts and files, county verifies, city recognises
    "add_hours_batch": _FILERS,
    "post_hours_batch": _FILERS,
    "withdraw_hours_batch": _FILERS,
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
    # an organiser's list is entered, and undone, by the organ that had it
    "import_training_activity": _CHECKERS,
    "undo_hours_batch": {
        Role.COUNTY_BUREAU: R.OWN,
        Role.CITY_STAFF: R.SUBTREE,
        Role.CITY_TRAINING: R.SUBTREE,
    },
    # leaders see how the whole stands and what is open, not one person's year
    "view_school_total": {**_BUREAU, **_COUNTY, **_SCHOOL, Role.CITY_LEADER: R.SUBTREE},
    "view_hours_batch": {**_BUREAU, **_COUNTY, **_SCHOOL, Role.CITY_LEADER: R.SUBTREE},
    # what a person reads of himself, a school of its people, a county of its schools
    "view_learner": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_placement": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_status_period": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    # what makes one person's requirement another: recorded by who keeps the register
    "view_adjustment": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "add_adjustment": {**_TRAINING, **_COUNTY},
    "revoke_adjustment": {**_TRAINING, **_COUNTY},
    # a word to who is short: the area to its schools, the school to its people
    "view_hours_reminder": {**_BUREAU, **_COUNTY, **_SCHOOL},
    "add_hours_reminder": {**_AREAS, **_FILERS},
    "view_learner_year": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_hours_claim": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_ledger_entry": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "view_training_activity": {**_BUREAU, **_COUNTY, **_SCHOOL},
    "view_own_hours": dict.fromkeys(_LEARNERS, R.SELF),
    # a proof of the own hours: for oneself, or for one's people; taken back by the city
    "view_hours_proof": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "add_hours_proof": {**_TRAINING, **_COUNTY, **_SCHOOL, **_PERSON},
    "revoke_hours_proof": _TRAINING,
    # groups of a school, kept by it
    "view_learner_group": {**_COUNTY, **_SCHOOL},
    "add_learner_group": _FILERS,
    "change_learner_group": _FILERS,
    "delete_learner_group": _FILERS,
    # an objection: raised by the teacher (or by the school, to an organiser's list), settled by
    # the organ whose list it is
    "view_objection": {**_BUREAU, Role.COUNTY_BUREAU: R.SUBTREE, **_SCHOOL, **_PERSON},
    "add_objection": {**_SCHOOL, **_PERSON},
    "accept_objection": {**_CHECKERS, **dict.fromkeys(_FILERS, R.OWN)},
    "reject_objection": {**_CHECKERS, **dict.fromkeys(_FILERS, R.OWN)},
    # a sample of the evidence: drawn and looked at by the tier that judges
    "view_sample_check": {**_BUREAU, **_COUNTY},
    "add_sample_check": _CHECKERS,
    "change_sample_check": _CHECKERS,
    "view_sampled_claim": {**_BUREAU, **_COUNTY},
    # a single certificate: from the teacher's phone to the school
    "view_certificate": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "add_certificate": dict.fromkeys(_LEARNERS, R.SELF),
    "submit_certificate": dict.fromkeys(_LEARNERS, R.SELF),
    "withdraw_certificate": dict.fromkeys(_LEARNERS, R.SELF),
    "accept_certificate": _FILERS,
    "return_certificate": _FILERS,
    # the yearly plan of a school, a county bureau, the city bureau
    "view_training_plan": {
        **_BUREAU,
        **_SCHOOL,
        Role.COUNTY_BUREAU: R.SUBTREE,
        Role.CITY_LEADER: R.SUBTREE,
    },
    "add_training_plan": _PLANNERS,
    "change_training_plan": _PLANNERS,
    "file_training_plan": _PLANNERS,
    "register_training_plan": _REGISTRARS,
    "return_training_plan": _REGISTRARS,
    # programmes and sessions are the city's; seats go down, names come up
    "view_programme": {**_BUREAU, **_COUNTY, **_SCHOOL, **_LEADERS},
    "add_programme": _TRAINING,
    "change_programme": _TRAINING,
    "view_training_session": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON, **_LEADERS},
    "add_training_session": _TRAINING,
    "change_training_session": _TRAINING,
    "announce_training_session": _TRAINING,
    "recall_training_session": _TRAINING,
    "close_training_session": _TRAINING,
    "confirm_training_session": _TRAINING,
    "cancel_training_session": _TRAINING,
    "view_seat_quota": {**_BUREAU, **_COUNTY, **_SCHOOL},
    "add_seat_quota": _TRAINING,
    "change_seat_quota": _AREAS,
    "view_enrolment": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "add_enrolment": _FILERS,
    "withdraw_enrolment": {**_TRAINING, **_FILERS},
    "rank_enrolment": _AREAS,
    "select_enrolment": _TRAINING,
    # on the phone, by whoever of the bureau runs the session
    "add_roll_call": dict.fromkeys((Role.CITY_STAFF, Role.CITY_TRAINING), R.SUBTREE),
    "change_roll_call": dict.fromkeys((Role.CITY_STAFF, Role.CITY_TRAINING), R.SUBTREE),
    # the expert team; what learners want and say, read as totals
    "view_expert": {**_BUREAU, **_COUNTY},
    "add_expert": _TRAINING,
    "change_expert": _TRAINING,
    "view_needs_answer": {**_BUREAU, **_COUNTY, **_SCHOOL, **_PERSON},
    "add_needs_answer": dict.fromkeys(_LEARNERS, R.SELF),
    "change_needs_answer": dict.fromkeys(_LEARNERS, R.SELF),
    "add_evaluation": dict.fromkeys(_LEARNERS, R.SELF),
    # a county's yearly summary; the fund, which the finance liaison reads
    "view_county_summary": {**_BUREAU, **_COUNTY, **_LEADERS},
    "add_county_summary": _COUNTY,
    "change_county_summary": _COUNTY,
    "comment_county_summary": _TRAINING,
    "view_fund_entry": {**_BUREAU, **_LEADERS, Role.CITY_DEPARTMENT: R.SUBTREE},
    "add_fund_entry": _TRAINING,
    # the registers behind it
    "add_learner": {**_TRAINING, **_COUNTY},
    "change_learner": {**_TRAINING, **_COUNTY},
    "import_learner": {**_TRAINING, **_COUNTY},
    # a county moves its people within the county; across counties the city's training section
    "transfer_learner": {**_TRAINING, **_COUNTY},
    "leave_learner": {**_TRAINING, **_COUNTY},
    "resume_learner": {**_TRAINING, **_COUNTY},
    "retire_learner": {**_TRAINING, **_COUNTY},
    "depart_learner": {**_TRAINING, **_COUNTY},
    # over both records, the one that stays and the one that goes
    "merge_learner": {**_TRAINING, **_COUNTY},
    # a reversal is an entry that is added; no entry is ever changed
    "add_ledger_entry": _TRAINING,
    "view_rule_version": _BUREAU,
    "add_rule_version": _TRAINING,
    "change_rule_version": _TRAINING,
    "enforce_rule_version": _TRAINING,
    "withdraw_rule_version": _TRAINING,
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
    "adjustment": Flow({AT.REVOKE: ({AS.IN_FORCE}, AS.REVOKED)}),
    "hours_proof": Flow({ProofTransition.REVOKE: ({ProofState.IN_FORCE}, ProofState.REVOKED)}),
    "learner": Flow(
        {
            LT.TRANSFER: ({LS.ACTIVE}, None),
            LT.LEAVE: ({LS.ACTIVE}, LS.LEAVE),
            LT.RESUME: ({LS.LEAVE, LS.RETIRED, LS.DEPARTED}, LS.ACTIVE),
            LT.RETIRE: ({LS.ACTIVE, LS.LEAVE}, LS.RETIRED),
            LT.DEPART: ({LS.ACTIVE, LS.LEAVE}, LS.DEPARTED),
            LT.MERGE: ({LS.ACTIVE, LS.LEAVE, LS.RETIRED, LS.DEPARTED}, LS.MERGED),
        }
    ),
    "hours_batch": Flow(
        {
            T.POST: ({S.DRAFT}, S.POSTED),
            T.FILE: ({S.DRAFT, S.POSTED}, S.FILED),
            T.WITHDRAW: ({S.POSTED, S.FILED}, S.DRAFT),
            T.VERIFY: ({S.FILED}, S.VERIFIED),
            T.RETURN: ({S.FILED, S.VERIFIED}, S.DRAFT),
            T.RECOGNISE: ({S.VERIFIED}, S.RECOGNISED),
            T.UNDO: ({S.VERIFIED}, S.UNDONE),
        }
    ),
    "rule_version": Flow(
        {
            RVT.ENFORCE: ({RS.DRAFT}, RS.IN_FORCE),
            RVT.WITHDRAW: ({RS.DRAFT}, RS.WITHDRAWN),
        }
    ),
    "objection": Flow(
        {
            OT.ACCEPT: ({OS.OPEN}, OS.ACCEPTED),
            OT.REJECT: ({OS.OPEN}, OS.REJECTED),
        }
    ),
    "certificate": Flow(
        {
            CT.SUBMIT: ({CS.RETURNED}, CS.SUBMITTED),
            CT.ACCEPT: ({CS.SUBMITTED}, CS.ACCEPTED),
            CT.RETURN: ({CS.SUBMITTED}, CS.RETURNED),
            CT.WITHDRAW: ({CS.SUBMITTED, CS.RETURNED}, CS.WITHDRAWN),
        }
    ),
    "training_plan": Flow(
        {
            PT.FILE: ({PS.DRAFT}, PS.FILED),
            PT.REGISTER: ({PS.FILED}, PS.REGISTERED),
            PT.RETURN: ({PS.FILED, PS.REGISTERED}, PS.DRAFT),
        }
    ),
    "training_session": Flow(
        {
            ST.ANNOUNCE: ({SS.DRAFT}, SS.ANNOUNCED),
            ST.RECALL: ({SS.ANNOUNCED}, None),
            ST.CLOSE: ({SS.ANNOUNCED}, SS.CLOSED),
            ST.CONFIRM: ({SS.CLOSED}, SS.HELD),
            ST.CANCEL: ({SS.DRAFT, SS.ANNOUNCED, SS.CLOSED}, SS.CANCELLED),
        }
    ),
    "enrolment": Flow(
        {
            ET.RANK: ({ES.NOMINATED}, None),
            ET.SELECT: ({ES.NOMINATED, ES.WAITING}, ES.ENROLLED),
            ET.WITHDRAW: ({ES.NOMINATED, ES.ENROLLED, ES.WAITING}, ES.WITHDRAWN),
        }
    ),
    "county_summary": Flow(
        {SummaryTransition.COMMENT: ({SummaryState.SUBMITTED}, SummaryState.COMMENTED)}
    ),
}
