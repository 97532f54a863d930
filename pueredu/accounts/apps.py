from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pueredu.accounts"
    verbose_name = "账号"
