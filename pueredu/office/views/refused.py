"""What Django itself refuses before any page is reached."""

from django.shortcuts import render

from pueredu.office.door import note_failure


def csrf_failed(request, reason=""):
    """CSRF_FAILURE_VIEW: the form did not come from a page of ours, or from one that is too old."""
    note_failure(request, f"跨站请求校验未通过：{reason}")
    return render(request, "403_csrf.html", status=403)
