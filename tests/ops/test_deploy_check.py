"""Django's own list of what a deployment forgets, asked of the production settings."""

import os
import subprocess
import sys

import pytest

from tests.ops.test_settings import GOOD, ROOT


def deploy_check(**changes) -> tuple[int, str]:
    """The exit status and the complaints of the command as an operator types it."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "pueredu.settings.prod",
            **GOOD,
            "SECRET_KEY": "kept-only-by-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
            **changes,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_deploy_check_is_clean():
    assert deploy_check() == (
        0,
        "System check identified no issues (2 silenced).\n",
    )


@pytest.mark.parametrize(
    ("weakness", "named"),
    [
        ({"HSTS_SECONDS": "0"}, "security.W004"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "off"}, "security.W005"),
        ({"SSL_REDIRECT": "off"}, "security.W008"),
    ],
)
def test_a_planted_weakness_fails_it(weakness, named):
    status, said = deploy_check(**weakness)
    assert (status, [word for word in said.split() if word.startswith("(security.")]) == (
        1,
        [f"({named})"],
    )
