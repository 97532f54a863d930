"""For the machines that watch: whether the process lives, whether it can serve."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator

from pueredu.office.pages import PUBLIC, Page
from pueredu.ops.health import check_all, status_of


@method_decorator(login_not_required, name="dispatch")
class LivezView(Page):
    """The process answers; asks nobody else."""

    access = PUBLIC

    def get(self, request):
        return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@method_decorator(login_not_required, name="dispatch")
class ReadyzView(Page):
    """503 when a request could not be served; tells nothing but names and ages."""

    access = PUBLIC

    def get(self, request):
        checks = check_all(at=self.at)
        status = status_of(checks)
        body = {
            "status": status,
            "checks": {check.name: [check.is_fine, check.says] for check in checks},
        }
        return JsonResponse(body, status=503 if status == "failing" else 200)
