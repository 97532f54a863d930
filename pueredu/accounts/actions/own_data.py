from datetime import datetime

from pueredu.accounts.actions.frames import changing, oneself
from pueredu.accounts.enums import OwnAct
from pueredu.accounts.models import User


def correct_user(user: User, *, by: User, at: datetime, name: str, phone: str, email: str) -> User:
    """Put right what is stored about oneself."""
    with changing(OwnAct.CORRECT, user, by=oneself(user, by), at=at) as account:
        account.name, account.phone, account.email = name, phone, email
    return account
