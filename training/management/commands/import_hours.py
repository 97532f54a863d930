import json
import time
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import CommandError

from pueredu.accounts.models import User
from pueredu.audit.command import RememberedCommand
from pueredu.kit import clock
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.models import Unit
from pueredu.workbooks import actions, tasks
from pueredu.workbooks.models import ImportJob
from training.resources import HoursSheet

LOOK_AGAIN = 0.2  # seconds, while a worker is faster and has the job


class Command(RememberedCommand):
    help = (
        "Check a table of hours, and with --apply import it; prints the counts as one JSON object."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="who imports it")
        parser.add_argument("--school", help="code of the school, for a person with several")
        parser.add_argument("--apply", action="store_true", help="write what was found")

    def handle(self, *_args, file, username, school, apply, **_options):
        try:
            job = self.imported(file, User.objects.active().get(username=username), school, apply)
        except User.DoesNotExist:
            raise CommandError(f"没有名为 {username} 的可用账号。") from None
        except OSError as error:
            raise CommandError(f"文件打不开：{error}") from error
        except (Refused, NotPermitted) as refused:
            raise CommandError(str(refused)) from refused
        if job.state == "failed":
            raise CommandError("；".join(job.notes))
        self.stdout.write(json.dumps({"job": job.pk, "state": job.state, **job.counts}))

    def imported(self, file: Path, user: User, school: str, apply: bool) -> ImportJob:  # noqa: FBT001 - the option
        with file.open("rb") as stream:
            upload = UploadedFile(stream, name=file.name, size=file.stat().st_size)
            job = actions.add_import_job(
                upload, by=user, at=clock.now(), kind=HoursSheet.key, place=_place(user, school)
            )
        job = _finished(job, tasks.check_import)
        if apply and job.state == "checked":
            job = actions.confirm_import_job(job, by=user, at=clock.now())
            job = _finished(job, tasks.apply_import)
        return job


def _place(user: User, code: str) -> Unit:
    places = {unit.code: unit for unit in HoursSheet().places(user)}
    if not places:
        raise NotPermitted("您的职务不能导入学时。")
    if code in places or (not code and len(places) == 1):
        return places.get(code) or next(iter(places.values()))
    raise Refused(f"请用 --school 指明学校，可选：{'、'.join(places)}。")


def _finished(job: ImportJob, step) -> ImportJob:
    while job.is_running:
        step(job.pk)
        job.refresh_from_db()
        if job.is_running:
            time.sleep(LOOK_AGAIN)
    return job
