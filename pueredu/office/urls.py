from django.urls import path

from pueredu.office.views import inbox, sign_in

app_name = "office"

urlpatterns = [
    path("sign-in/", sign_in.SignInView.as_view(), name="sign-in"),
    path("sign-in/code/", sign_in.SignInCodeView.as_view(), name="sign-in-code"),
    path("sign-out/", sign_in.SignOutView.as_view(), name="sign-out"),
    path("messages/", inbox.InboxView.as_view(), name="inbox"),
    path("messages/<int:pk>/", inbox.MessageOpenView.as_view(), name="message-open"),
]
