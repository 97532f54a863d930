from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pueredu.notices.actions import mark_read
from pueredu.notices.models import Message
from pueredu.notices.queries import inbox
from pueredu.office.pages import SIGNED_IN, ListPage, Page
from pueredu.office.tables import MessageTable


class InboxView(ListPage):
    access = SIGNED_IN
    title = "我的消息"
    model = Message
    table = MessageTable
    empty_title = "没有消息"
    empty_text = "有新的事项、意见或提醒时，会在这里告诉您。"

    def get_rows(self):
        return inbox(self.request.user)


class MessageOpenView(Page):
    """Marks the message read and goes to what it is about."""

    access = SIGNED_IN

    def get(self, request, pk):
        message = get_object_or_404(inbox(request.user), pk=pk)
        mark_read(message, at=self.at)
        return HttpResponseRedirect(message.url or reverse("office:inbox"))
