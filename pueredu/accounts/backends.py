"""Sign-in by password, and the one use of an activation code. Neither grants anything: rights come
from posts and ties."""

from django.contrib.auth.backends import BaseBackend, ModelBackend

from pueredu.accounts.models import Activation
from pueredu.accounts.secret_codes import ACTIVATION, digests
from pueredu.kit import clock


class PasswordBackend(BaseBackend):
    """Checks the password as Django does (same time for unknown names); carries no permission."""

    authenticate = ModelBackend.authenticate
    user_can_authenticate = ModelBackend.user_can_authenticate
    get_user = ModelBackend.get_user


class ActivationBackend(BaseBackend):
    """Knows whose activation code this is, under the same limits as a password. Nobody is signed
    in by it: the code is used up by ``actions.activate_user``."""

    def authenticate(self, request, username=None, activation_code=None):
        if username is None or activation_code is None:
            return None
        found = (
            Activation.objects.valid(clock.now())
            .select_related("user")
            .filter(
                user__username=username,
                user__is_active=True,
                code_hash__in=digests(activation_code, ACTIVATION),
            )
            .first()
        )
        return found.user if found else None

    def get_user(self, user_id):
        return None
