"""Who sees the cockpit: those who answer for the whole city, and nobody below."""

from pueredu.units.enums import Reach, Role

GRANTS = {
    "view_cockpit": dict.fromkeys(
        (Role.CITY_LEADER, Role.SECRETARIAT, Role.CITY_STAFF), Reach.SUBTREE
    ),
}
