"""Every address of the portal. A url without a row in the permission matrix fails the build."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from pueredu.kit.templatetags.formats import NOTHING
from pueredu.kit.text_size import text_size
from pueredu.office.views.my_account import PasswordChangeView
from pueredu.office.views.sign_in import SignInView, SignOutView
from training.views.proof_check import ProofCheckView

# no table of rights names what installed packages register, so the admin does not have it
admin.site.unregister([Group, AccessAttempt, AccessFailureLog, AccessLog, StaticDevice, TOTPDevice])
# the admin has no way in, out or to another password of its own
admin.site.login = SignInView.as_view()
admin.site.logout = SignOutView.as_view()
admin.site.password_change = PasswordChangeView.as_view()
admin.site.site_header = admin.site.site_title = "普洱教育改革闭环管理平台"
admin.site.index_title = "今日工作"
admin.site.empty_value_display = NOTHING

# Django's redirect to any record of any table, and Unfold's search over tables: neither asks for rights
CLOSED = {"view_on_site", "search"}
pages, *names = admin.site.urls
counter = ([page for page in pages if getattr(page, "name", "") not in CLOSED], *names)

urlpatterns = [
    path("", include("pueredu.desk.urls")),
    path("", include("pueredu.office.urls")),
    path("account/", include("pueredu.office.account_urls")),
    path("matters/", include("pueredu.office.matter_urls")),
    path("posts/", include("pueredu.office.post_urls")),
    path("imports/", include("pueredu.office.import_urls")),
    path("text-size/", text_size, name="text-size"),
    path("accountability/", include("accountability.urls")),
    path("measures/", include("measures.urls")),
    path("training/", include("training.urls")),
    path("proof/", ProofCheckView.as_view(), name="proof"),
    path("studios/", include("studios.urls")),
    path("", include("pueredu.ops.urls")),
    path("admin/", counter),
]
