"""Turn DATABASE_URL and REDIS_URL into what Django, the cache and Celery each want to read."""

from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit, urlunsplit

import environ

CACHE_DB, BROKER_DB, FIRST_TEST_DB = 0, 1, 2


def database(url: str, *, role: str, statement_timeout: str, lock_timeout: str) -> dict:
    """Django's dictionary for one database.

    The connection takes on `role` as it opens, which costs no question of its own. The time-outs
    are PostgreSQL intervals ("30s"; "0" is none). A socket folder given as `?host=` (the form
    libpq reads) becomes HOST, so that dbshell and pg_dump find it too.
    """
    settings = environ.Env.db_url_config(url)
    options = settings.setdefault("OPTIONS", {})
    settings["HOST"] = options.pop("host", "") or settings.get("HOST", "")
    words = {
        "role": role,
        "statement_timeout": statement_timeout,
        "lock_timeout": lock_timeout,
        "temp_buffers": "32MB",  # at most, for the temporary tables of an import of 100,000 rows
    }
    options["options"] = " ".join(f"-c {name}={value}" for name, value in words.items())
    return settings


def redis_db(url: str, number: int) -> str:
    """The same Redis server with a database number counted from the one in the URL."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    first = int(query.pop("db", "") or _number_in_path(parts) or 0)
    if parts.scheme == "unix":
        query["db"] = str(first + number)
        return f"unix://{parts.netloc}{parts.path}?{urlencode(query)}"
    return urlunsplit(parts._replace(path=f"/{first + number}", query=urlencode(query)))


def broker(url: str, number: int) -> str:
    """The form kombu reads: a socket is `redis+socket://` and its number `virtual_host`."""
    numbered = redis_db(url, number)
    parts = urlsplit(numbered)
    if parts.scheme != "unix":
        return numbered
    virtual_host = parse_qs(parts.query)["db"][-1]
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={virtual_host}"


def _number_in_path(parts: SplitResult) -> str:
    return "" if parts.scheme == "unix" else parts.path.strip("/")
