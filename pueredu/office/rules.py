"""Who may see and keep the floor's own records. The rooms' verbs stand in their own ``rules``."""

from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role, Tier, UnitKind

_BUREAU = (Role.SECRETARIAT, Role.CITY_STAFF, Role.CITY_TRAINING)
_COUNTY = (
    Role.COUNTY_PARTY_OFFICE,
    Role.COUNTY_GOVERNMENT,
    Role.COUNTY_BUREAU,
    Role.COUNTY_DEPARTMENT,
)
_COUNTER = (*_BUREAU, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
# who gives and ends which posts: city and county offices; schools, in each county; and the few
# schools directly under the city, which have no county account manager
_GIVE_POSTS = [
    ({Role.SECURITY_ADMIN: R.SUBTREE}, {"tier": frozenset({Tier.CITY, Tier.COUNTY})}),
    ({Role.COUNTY_ACCOUNTS: R.SUBTREE}, {"tier": frozenset({Tier.SCHOOL})}),
    (
        {Role.SECURITY_ADMIN: R.SUBTREE},
        {"county__kind": frozenset({UnitKind.CITY}), "tier": frozenset({Tier.SCHOOL})},
    ),
]
_EVERY_OFFICE = dict.fromkeys(_BUREAU, R.SUBTREE) | dict.fromkeys(_COUNTY, R.SUBTREE)

GRANTS = {
    # entering the admin: bureau staff and the three administrators, nobody outside
    "enter_admin": dict.fromkeys(_COUNTER, R.SUBTREE),
    # how each keeps the own lists at the counter
    **dict.fromkeys(
        ("view_saved_view", "add_saved_view", "change_saved_view", "delete_saved_view"),
        dict.fromkeys(_COUNTER, R.SELF),
    ),
    "units.view_unit": {
        **_EVERY_OFFICE,
        Role.CITY_LEADER: R.SUBTREE,
        Role.COUNTY_LEADER: R.SUBTREE,
        Role.CENTRAL_SCHOOL: R.SUBTREE,
        Role.SCHOOL_HEAD: R.SUBTREE,
        Role.SCHOOL_OFFICER: R.SUBTREE,
        Role.SYSTEM_ADMIN: R.SUBTREE,
        Role.SECURITY_ADMIN: R.SUBTREE,
    },
    "units.add_unit": dict.fromkeys(_BUREAU, R.SUBTREE),
    "units.change_unit": dict.fromkeys(_BUREAU, R.SUBTREE),
    "units.import_unit": dict.fromkeys(_BUREAU, R.SUBTREE),
    "units.export_unit": dict.fromkeys(_BUREAU, R.SUBTREE),
    "units.view_membership": {
        **dict.fromkeys(_BUREAU, R.SUBTREE),
        Role.SECURITY_ADMIN: R.SUBTREE,
        Role.COUNTY_ACCOUNTS: R.SUBTREE,
    },
    "units.add_membership": _GIVE_POSTS,
    "units.change_membership": _GIVE_POSTS,
    "units.export_membership": {Role.SECURITY_ADMIN: R.SUBTREE},
    "accounts.view_user": {
        **dict.fromkeys(_BUREAU, R.SUBTREE),
        Role.SYSTEM_ADMIN: R.SUBTREE,
        Role.SECURITY_ADMIN: R.SUBTREE,
        Role.COUNTY_ACCOUNTS: R.SUBTREE,
    },
    "accounts.add_user": {Role.SYSTEM_ADMIN: R.SUBTREE},
    "accounts.change_user": {Role.SYSTEM_ADMIN: R.SUBTREE},
    "accounts.export_user": {Role.SYSTEM_ADMIN: R.SUBTREE},
    "accounts.issue_activation_user": {
        Role.SYSTEM_ADMIN: R.SUBTREE,
        Role.COUNTY_ACCOUNTS: R.SUBTREE,
    },
    # a table of people with their posts; the three administrators stay apart, so it is theirs alone
    "accounts.import_user": {Role.COUNTY_ACCOUNTS: R.SUBTREE},
    "accounts.disable_user": {Role.SYSTEM_ADMIN: R.SUBTREE},
    "accounts.enable_user": {Role.SYSTEM_ADMIN: R.SUBTREE},
    # not with who hands out codes: password and second factor together are the account
    "accounts.reset_second_factor_user": {Role.SECURITY_ADMIN: R.SUBTREE},
    "accounts.unmask_phone_user": {
        **dict.fromkeys(_BUREAU, R.SUBTREE),
        Role.SYSTEM_ADMIN: R.SUBTREE,
    },
    "calendar.view_figure": {**_EVERY_OFFICE, Role.AUDIT_ADMIN: R.SUBTREE},
    "calendar.add_figure": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.change_figure": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.export_figure": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.view_holiday": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.add_holiday": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.change_holiday": dict.fromkeys(_BUREAU, R.SUBTREE),
    "calendar.export_holiday": dict.fromkeys(_BUREAU, R.SUBTREE),
    "audit.view_entry": {Role.AUDIT_ADMIN: R.SUBTREE},
    "audit.export_entry": {Role.AUDIT_ADMIN: R.SUBTREE},
    "audit.view_link": {Role.AUDIT_ADMIN: R.SUBTREE},
}
