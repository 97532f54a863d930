"""Every address of the portal. A url without a row in the permission matrix fails the build."""

from django.contrib import admin
from django.urls import include, path

from pueredu.kit.text_size import text_size
from pueredu.office.views.my_account import PasswordChangeView
from pueredu.office.views.sign_in import SignInView, SignOutView

# the admin has no way in, out or to another password of its own
admin.site.login = SignInView.as_view()
admin.site.logout = SignOutView.as_view()
admin.site.password_change = PasswordChangeView.as_view()
admin.site.site_header = admin.site.site_title = "普洱教育改革闭环管理平台"
admin.site.index_title = "办公后台"

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
    path("studios/", include("studios.urls")),
    path("", include("pueredu.ops.urls")),
    path("admin/", admin.site.urls),
]
