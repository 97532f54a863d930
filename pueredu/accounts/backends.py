"""Sign-in by password. It grants nothing: rights come from posts and ties."""

from django.contrib.auth.backends import BaseBackend, ModelBackend


class PasswordBackend(BaseBackend):
    """Checks the password as Django does (same time for unknown names); carries no permission."""

    authenticate = ModelBackend.authenticate
    user_can_authenticate = ModelBackend.user_can_authenticate
    get_user = ModelBackend.get_user
