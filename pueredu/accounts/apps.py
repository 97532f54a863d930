from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pueredu.accounts"
    verbose_name = "账号"
    menu = (("长期未用的账号", "accounts:unused", "accounts.disable_user"),)
