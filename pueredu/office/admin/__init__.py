"""The floor's own records in the admin."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from pueredu.office import auditing
from pueredu.office.admin import matters, people, reference

__all__ = ["auditing", "matters", "people", "reference"]

# People keep their second factor themselves; the package's pages would show its secret.
admin.site.unregister([StaticDevice, TOTPDevice])
