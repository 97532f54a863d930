"""The person. What a person may do is not here: it follows from posts (pueredu.units)."""

import hashlib
from datetime import datetime

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from pueredu.accounts.enums import UserState
from pueredu.accounts.secret_codes import authenticator_secret, is_under_current_key
from pueredu.kit.constraints import no_identity_number
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet


class UserQuerySet(ScopedQuerySet):
    def active(self):
        """People who may sign in."""
        return self.filter(is_active=True)

    def unused_since(self, limit: datetime):
        """Enabled accounts without a sign-in since ``limit``, which is of the machine's clock."""
        never = Q(last_login=None, created_at__lt=limit)
        return self.active().filter(never | Q(last_login__lt=limit))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username: str, name: str, password: str | None = None, **fields):
        """Save a new user; without a password the account cannot sign in until it is given one."""
        user = self.model(username=self.model.normalize_username(username), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One natural person, however many posts. There are no superusers and no staff flag:
    ``is_staff`` is derived from the posts in force."""

    username = models.CharField(
        "登录名",
        max_length=40,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": "这个登录名已有人使用。"},
    )
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField("姓名排序键", max_length=120, blank=True, editable=False)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    password_set_at = models.DateTimeField("密码设置时间", null=True, editable=False)
    password_profile = models.CharField(
        "设置密码时的安全要求", max_length=10, blank=True, default="", db_default="", editable=False
    )

    scope = Scope(person="id")
    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_superuser = False

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="user_name_given",
                condition=~Q(name=""),
                violation_error_message="请填写姓名。",
            ),
            no_identity_number("username", name="user_no_identity_number"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether some post in force opens the admin."""
        return self.has_perm("office.enter_admin")

    @property
    def state(self) -> UserState:
        """Enabled or disabled, as the flow of ``rules`` reads it; kept in ``is_active``."""
        return UserState.ENABLED if self.is_active else UserState.DISABLED

    @state.setter
    def state(self, state: str) -> None:
        self.is_active = state == UserState.ENABLED

    @property
    def standing(self) -> str:
        """Where the account stands, in a word: an enabled one may still wait for its person."""
        waits = self.is_active and not self.has_usable_password()
        return "待启用" if waits else str(self.state.label)

    def save(self, *args, **kwargs):
        self.name_key = pinyin_key(self.name)[:120]
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj=None) -> bool:
        """Whether the posts and ties in force carry ``perm``, for ``obj`` or (menus only) at all."""
        return self.is_active and any(
            backend.has_perm(self, perm, obj)
            for backend in get_backends()
            if hasattr(backend, "scope_clauses")
        )

    def post_for(self, perm: str, obj) -> str:
        """The post that lets the person do this, in the words that the audit keeps."""
        posts = (
            backend.post_for(self, perm, obj)
            for backend in get_backends()
            if hasattr(backend, "post_for")
        )
        return next((post.label for post in posts if post), "")

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "scope_clauses")
        )


class PastPassword(models.Model):
    """A password set under a profile that remembers them; none is kept under the default one."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="past_passwords", verbose_name="人员"
    )
    hashed = models.CharField("密码校验值", max_length=128)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        indexes = [models.Index(fields=["user", "-set_at"], name="past_password_user")]

    def __str__(self):
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class ActivationQuerySet(models.QuerySet):
    def valid(self, at: datetime):
        """Codes that may still be used at ``at``."""
        return self.filter(expires_at__gt=at)

    def over(self, at: datetime):
        """Codes that nobody can use any more."""
        return self.filter(expires_at__lte=at)


class Activation(models.Model):
    """The one code by which a person sets a password; known by its keyed hash, gone once used."""

    user = models.OneToOneField(
        User, models.CASCADE, related_name="activation", verbose_name="人员"
    )
    code_hash = models.CharField("启用码校验值", max_length=64)
    issued_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("失效时间")

    objects = ActivationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "启用码"
        constraints = [
            models.CheckConstraint(
                name="activation_ends_later",
                condition=Q(expires_at__gt=models.F("issued_at")),
                violation_error_message="启用码的失效时间须晚于发放时间。",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.expires_at:%Y-%m-%d}"


class Authenticator(TOTPDevice):
    """A phone that shows codes. ``key`` is no secret but the seed of one (``secret_codes``), so a
    copy of the table opens nothing."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "验证器"

    @property
    def bin_key(self) -> bytes | None:
        return authenticator_secret(self.key, self.user_id)

    @property
    def is_under_current_key(self) -> bool:
        """Whether it outlives the secret keys that are kept for a while only."""
        return is_under_current_key(self.key)

    def verify_token(self, token) -> bool:
        return self.bin_key is not None and super().verify_token(token)


class SessionQuerySet(models.QuerySet):
    def running(self, now: datetime):
        """Sessions that are not over at ``now``, which is of the machine's clock."""
        return self.filter(expire_date__gt=now)


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in (or, without a user, has just begun to)."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name="人员"
    )
    address = models.CharField("网络地址", max_length=45, blank=True)
    browser = models.CharField("浏览器", max_length=60, blank=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用时间")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        ordering = ["-seen_at"]

    @property
    def handle(self) -> str:
        """A name for pages and forms: the key itself would let its reader in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]
