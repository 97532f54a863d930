"""When an account may be kept. Who may stands in ``office.rules``: a role is a word of the units."""

from pueredu.accounts.enums import UserState as S
from pueredu.accounts.enums import UserTransition as T
from pueredu.kit.flow import Flow

FLOWS = {
    "user": Flow(
        {
            T.ISSUE_ACTIVATION: ({S.ENABLED}, None),
            T.DISABLE: ({S.ENABLED}, S.DISABLED),
            T.ENABLE: ({S.DISABLED}, S.ENABLED),
            T.RESET_SECOND_FACTOR: ({S.ENABLED}, None),
            T.UNMASK_PHONE: ({S.ENABLED, S.DISABLED}, None),
        }
    )
}
