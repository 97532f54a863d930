"""Every write of the studios."""

from studios.actions.activities import (
    Guest,
    Record,
    cancel_activity,
    change_activity,
    confirm_activity,
    record_activity,
)
from studios.actions.studios import (
    HostEntry,
    add_member,
    appoint_host_studio,
    decline_studio,
    expire_studio,
    name_studio,
    propose_studio,
    release_member,
    revoke_studio,
)

__all__ = [
    "Guest",
    "HostEntry",
    "Record",
    "add_member",
    "appoint_host_studio",
    "cancel_activity",
    "change_activity",
    "confirm_activity",
    "decline_studio",
    "expire_studio",
    "name_studio",
    "propose_studio",
    "record_activity",
    "release_member",
    "revoke_studio",
]
