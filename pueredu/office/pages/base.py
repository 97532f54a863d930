"""What every page has: a mark of who may enter, a title, a trail and the clock."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic.base import ContextMixin, View

from pueredu.kit import clock
from pueredu.kit.errors import NotPermitted
from pueredu.kit.names import permission

PUBLIC = "public"
SIGNED_IN = "signed-in"


class Page(ContextMixin, View):
    """The base of every page. ``access`` is checked before anything else is done.

    Menus and pages without a record ask whether *some* post carries the verb; a page about a
    record asks for that record: not yours is 404, yours but not allowed is 403.
    """

    access: str = ""
    title = ""
    lead = ""

    def dispatch(self, request, *args, **kwargs):
        """Refuse before the method runs; every page of ours passes here."""
        if self.access not in {PUBLIC, SIGNED_IN} and not self.may_enter():
            raise NotPermitted("您的职务没有这项权限。")
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self) -> bool:
        """Whether some post of the person carries this page's verb."""
        return self.request.user.has_perm(self.access)

    @property
    def at(self):
        """The moment of this request: the door at which the clock is read."""
        return clock.now()

    @property
    def today(self):
        """The local day of this request."""
        return clock.today()

    def get_title(self) -> str:
        return self.title

    def get_lead(self) -> str:
        return self.lead

    def get_trail(self) -> list[tuple[str, str]]:
        """Pairs (label, url) of the pages above this one."""
        return []

    def get_context_data(self, **kwargs):
        context = {"title": self.get_title(), "lead": self.get_lead()}
        trail = self.get_trail()
        if trail:
            context["trail"] = [*trail, (self.get_title(), "")]
        return super().get_context_data(**{**context, **kwargs})


class RecordMixin:
    """Finds the record of the url among those the person may see; raises 404 otherwise."""

    model = None
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def get_record(self):
        """The record, for a person who may do this page's verb to it (else 403)."""
        seen = (
            self.model.objects.visible_to(self.request.user)
            .select_related(*self.related)
            .prefetch_related(*self.prefetched)
        )
        record = get_object_or_404(seen, pk=self.kwargs["pk"])
        if self.access != permission("view", self.model) and not self.request.user.has_perm(
            self.access, record
        ):
            raise NotPermitted("您的职务没有这项权限。")
        return record

    def may_enter(self) -> bool:
        """Someone who sees nothing of the kind gets 404 for a record, not 403."""
        if not self.request.user.has_perm(permission("view", self.model)):
            raise Http404
        return True
