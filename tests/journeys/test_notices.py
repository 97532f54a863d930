"""The tick sends what is due, once; the person concerned finds the message and what it is about."""

import re

MOMENT = "2023-05-25T09:00+08:00"


def sent(portal):
    """How many reminders the command says it sent, in its last line."""
    last = portal.manage("tick", "--at", MOMENT).strip().splitlines()[-1]
    return int(re.fullmatch(r"已发送 (\d+) 条提醒。", last)[1])


def test_what_is_due_is_sent_once_and_read(portal, user):
    before = {row[0] for row in portal.rows("SELECT id FROM notices_message")}
    assert sent(portal) > 0
    assert sent(portal) == 0
    fresh = [
        row
        for row in portal.rows(
            "SELECT message.id, message.title, owner.username FROM notices_message message"
            " JOIN accounts_user owner ON owner.id = message.recipient_id ORDER BY message.id"
        )
        if row[0] not in before
    ]
    assert fresh
    _, title, username = fresh[0]
    reader = user(username)
    reader.open("/messages/")
    reader.sees(title)
    reader.follow(title)
    reader.misses("没有找到")
