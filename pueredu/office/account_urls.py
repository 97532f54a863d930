from django.urls import path

from pueredu.office.views import activation, my_account, people, second_factor

app_name = "accounts"

urlpatterns = [
    path("", my_account.MyAccountView.as_view(), name="me"),
    path("correct/", my_account.CorrectView.as_view(), name="correct"),
    path("password/", my_account.PasswordChangeView.as_view(), name="password-change"),
    path("sessions/end/", my_account.SessionsEndView.as_view(), name="sessions-end"),
    path("second-factor/", second_factor.SecondFactorView.as_view(), name="second-factor"),
    path("recovery-codes/", second_factor.RecoveryCodesView.as_view(), name="recovery-codes"),
    path("activate/", activation.ActivateView.as_view(), name="activate"),
    path("privacy/", my_account.PrivacyView.as_view(), name="privacy"),
    path("people/", people.ActivationListView.as_view(), name="activations"),
    path("unused/", people.UnusedView.as_view(), name="unused"),
    path(
        "people/<int:pk>/issue-activation/",
        people.IssueActivationView.as_view(),
        name="user-issue-activation",
    ),
    path(
        "people/<int:pk>/unmask-phone/",
        people.UnmaskPhoneView.as_view(),
        name="user-unmask-phone",
    ),
]
