"""How people sign in, and for how long: backends, passwords, limits, second factor, sessions.

Sources: TRUST, Sign-in. What the limits add up to is stated in README and tested.
"""

from datetime import timedelta

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "pueredu.accounts.backends.PasswordBackend",
    "pueredu.accounts.backends.ActivationBackend",
    "pueredu.units.access.backends.UnitRoleBackend",
    "pueredu.units.access.backends.GrantBackend",
    "pueredu.units.access.backends.PeopleBackend",
]
LOGIN_URL = "office:sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "office:sign-in"

# --- Passwords: "default" follows ASVS 5.0, "djbh3" 等保三级 (docs/decisions/0008) -------------

SECURITY_PROFILE = env("SECURITY_PROFILE", default="default")
if SECURITY_PROFILE not in {"default", "djbh3"}:
    raise ImproperlyConfigured("SECURITY_PROFILE is default or djbh3.")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "pueredu.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "pueredu.accounts.passwords.CommonValidator"},
    {
        "NAME": "pueredu.accounts.passwords.SimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "pueredu.accounts.passwords.LocalWordsValidator"},
    {"NAME": "pueredu.units.passwords.UnitNamesValidator"},
    {"NAME": "pueredu.accounts.passwords.ProfileValidator"},
]
ACTIVATION_DAYS = env.int("ACTIVATION_DAYS", default=14)

# --- Limits: a school stands behind one address, so never lock by address alone ----------------

CLIENT_ADDRESS_HEADER = ""  # prod: the header in which the proxy writes who asks
AXES_HANDLER = "pueredu.accounts.limits.SignInHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # an impatient person waits no longer
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # what the two slower limits count
AXES_LOCKOUT_CALLABLE = "pueredu.accounts.limits.same_page"
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "code", "password", "new_password", "new_password_again", "token",
    "csrfmiddlewaretoken",
]  # fmt: skip
# one name from places where its person never signed in; one address for names never seen there
SIGN_IN_SLOW_AFTER = 10  # failures within an hour, then one attempt every …
SIGN_IN_SLOW_EVERY = timedelta(minutes=3)
SIGN_IN_ADDRESS_LIMIT = 500  # failures within an hour
SIGN_IN_KEPT_FOR = timedelta(days=90)  # addresses and browsers of past sign-ins

# --- Second factor -----------------------------------------------------------------------------

REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)  # prod: true
OTP_TOTP_ISSUER = "普洱教育"  # short: it stands in the picture twice
SIGN_IN_CODE_SECONDS = 5 * 60  # between the password and the code

# --- Sessions ----------------------------------------------------------------------------------

SESSION_ENGINE = "pueredu.accounts.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", default=30) * 60
SESSION_ABSOLUTE_AGE = env.int("SESSION_ABSOLUTE_HOURS", default=12) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
