"""Production: refuses to start with anything that belongs to the trial."""

import os

from django.core.exceptions import ImproperlyConfigured

from pueredu.settings.base import *  # noqa: F403
from pueredu.settings.base import (
    ALLOWED_HOSTS,
    AUDIT_ANCHOR_KEY,
    DATABASE_ROLE,
    DATABASE_URL,
    DATABASES,
    REDIS_URL,
    SECRET_KEY,
    SECRET_KEY_FALLBACKS,
    SILENCED_SYSTEM_CHECKS,
    env,
)


def refuse(unsafe: object, sentence: str) -> None:
    """Stop the start with one sentence."""
    if unsafe:
        raise ImproperlyConfigured(sentence)


refuse(env.bool("DEBUG", default=False), "DEBUG must not be set in production.")
refuse(not SECRET_KEY, "Set SECRET_KEY to a long random value that nobody else knows.")
refuse(len(SECRET_KEY) < 50, "SECRET_KEY is shorter than 50 characters; set a longer one.")
refuse(
    any(len(key) < 50 for key in SECRET_KEY_FALLBACKS),
    "SECRET_KEY_FALLBACKS has a key that is shorter than 50 characters; remove it.",
)
refuse(
    not os.environ.get("DATABASE_URL"),
    "Set DATABASE_URL: production does not run on the embedded PostgreSQL.",
)
refuse(
    not os.environ.get("REDIS_URL"),
    "Set REDIS_URL: production does not run on the embedded Redis.",
)
refuse(
    "/pueredu-" in DATABASE_URL.partition("host=")[2],
    "DATABASE_URL points at the trial's embedded PostgreSQL; set one of production.",
)
refuse(
    REDIS_URL.startswith("unix:") and "/pueredu-" in REDIS_URL,
    "REDIS_URL points at the trial's embedded Redis; set one of production.",
)
refuse(
    DATABASE_ROLE in {"", "none", DATABASES["default"]["USER"]},
    "DATABASE_ROLE must be a role of its own, not the one that DATABASE_URL signs in with.",
)
refuse(
    len(AUDIT_ANCHOR_KEY) < 32,
    "Set AUDIT_ANCHOR_KEY to 32 characters or more that the database's administrator does not know.",
)
refuse(not ALLOWED_HOSTS, "Set ALLOWED_HOSTS to the host names that people type.")
refuse("*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts; '*' takes any.")
refuse(
    "PUEREDU_DEMO_PASSWORD" in os.environ,
    "PUEREDU_DEMO_PASSWORD is for the trial; remove it in production.",
)

TRIAL = False
DEBUG = False

# smtp+tls://user:password@host:587; mail that cannot be sent waits in the outbox and says why
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))

SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
# W021 says that without it the site "cannot be submitted to the browser preload list". That list
# takes whole registered domains and hardly ever forgets one, so whoever owns the domain decides;
# the portal stands below it and loses nothing (docs/decisions/0012-transport.md).
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
# "X-Forwarded-Proto": only when the proxy in front sets it itself on every request
if header := env("PROXY_SSL_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{header.upper().replace('-', '_')}", "https")
# "X-Real-IP": the address of who asks, likewise; without it everybody behind the proxy is one
CLIENT_ADDRESS_HEADER = env("CLIENT_ADDRESS_HEADER", default="")
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=True)
