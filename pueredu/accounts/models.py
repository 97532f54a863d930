"""The person. What a person may do is not here: it follows from posts (pueredu.units)."""

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet


class UserQuerySet(ScopedQuerySet):
    def active(self):
        """People who may sign in."""
        return self.filter(is_active=True)


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
        ]

    def __str__(self):
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether some post in force opens the admin."""
        return self.has_perm("office.enter_admin")

    def save(self, *args, **kwargs):
        self.name_key = pinyin_key(self.name)[:120]
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

    def has_perms(self, perms, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "scope_clauses")
        )
