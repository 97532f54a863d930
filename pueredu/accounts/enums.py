"""What may be done to an account: by those who keep it, and by its own person."""

from django.db.models import TextChoices


class UserState(TextChoices):
    ENABLED = "enabled", "正常"
    DISABLED = "disabled", "已停用"


class UserTransition(TextChoices):
    """Acts upon somebody else's account, asked for by post (``rules``)."""

    ISSUE_ACTIVATION = "issue_activation", "发放启用码"
    DISABLE = "disable", "停用账号"
    ENABLE = "enable", "恢复账号"
    RESET_SECOND_FACTOR = "reset_second_factor", "重置二次验证"
    UNMASK_PHONE = "unmask_phone", "查看完整电话"


class OwnAct(TextChoices):
    """Acts upon one's own account: they need no post, only to be that person."""

    SIGN_IN = "sign_in", "登录"
    SIGN_OUT = "sign_out", "退出"
    ACTIVATE = "activate", "启用账号"
    CHANGE_PASSWORD = "change_password", "修改密码"
    CORRECT = "correct", "更正个人信息"
    ENROL_SECOND_FACTOR = "enrol_second_factor", "设置二次验证"
    RENEW_RECOVERY_CODES = "renew_recovery_codes", "更换恢复码"
    END_SESSIONS = "end_sessions", "结束登录"
