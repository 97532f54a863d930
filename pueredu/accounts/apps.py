from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pueredu.accounts"
    verbose_name = "账号"
    menu = (
        ("发放启用码", "accounts:activations", "accounts.issue_activation_user"),
        ("长期未用的账号", "accounts:unused", "accounts.disable_user"),
    )
