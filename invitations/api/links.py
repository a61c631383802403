"""The invite link, for machines."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.limits import count_code, count_link_change
from invitations.models import InviteLink
from invitations.printing import PNG, SVG, code_file
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.INVITE_CUSTOMERS})


class InviteLinkOutput(serializers.Serializer[Any]):
    """The address by which anybody may ask to buy from you; it never changes unless you replace it."""

    code = serializers.CharField()
    url = serializers.URLField()
    state = serializers.ChoiceField(["on", "off"])
    created_at = serializers.DateTimeField()
    example: ClassVar = {
        "code": "kX2b8QnC4vG1mZ7pR0tYwA",
        "url": "https://wholesale.example.com/ask/kX2b8QnC4vG1mZ7pR0tYwA/",
        "state": "on",
        "created_at": "2026-11-22T09:00:00Z",
    }


class SeenInput(serializers.Serializer[Any]):
    """Which link you mean, so that of two calls at once the second changes nothing that it has not seen."""

    code = serializers.CharField(max_length=22)
    example: ClassVar = {"code": "kX2b8QnC4vG1mZ7pR0tYwA"}


class InviteLinkApi(ApiView):
    """Your invite link."""

    need = NEED
    Output = InviteLinkOutput

    def get(self, request: Request, organization: str) -> Response:
        """Read your invite link: the same at every call."""
        return Response(_row(queries.link_in_use(acting_of_call(request).organization)))


class InviteLinkOpeningApi(ApiView):
    """Switching the invite link on."""

    need = NEED
    Input = SeenInput
    Output = InviteLinkOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Let people ask by the link again; on already, nothing happens."""
        acting, code = acting_of_call(request), _seen(request)
        link = services.switch_link_on(supplier=acting.organization, code=code, by=acting.user)
        return Response(_row(link), status=201)


class InviteLinkClosingApi(ApiView):
    """Switching the invite link off."""

    need = NEED
    Input = SeenInput
    Output = InviteLinkOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Let nobody ask by the link for now; off already, nothing happens. Printed codes stay good."""
        acting, code = acting_of_call(request), _seen(request)
        link = services.switch_link_off(supplier=acting.organization, code=code, by=acting.user)
        return Response(_row(link), status=201)


class InviteLinkReplacementApi(ApiView):
    """The replacement of the invite link."""

    need = NEED
    Input = SeenInput
    Output = InviteLinkOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Replace the link: the old one, its tags' addresses and every printed code lead to a plain page, for good."""
        acting, code = acting_of_call(request), _seen(request)
        count_link_change(acting.organization.pk)
        link = services.replace_link(supplier=acting.organization, code=code, by=acting.user)
        return Response(_row(link), status=201)


class InviteLinkCodeApi(ApiView):
    """The QR code of the invite link."""

    need = NEED
    files = (PNG, SVG)

    class Filters(serializers.Serializer[Any]):
        as_format = serializers.ChoiceField(["png", "svg"], default="png")
        named = serializers.BooleanField(default=False, help_text="With your name below the code.")

    def get(self, request: Request, organization: str) -> Any:
        """Download the QR code, 60 mm wide: as PNG at 600 dpi, or with `as_format=svg` as SVG."""
        supplier, chosen = acting_of_call(request).organization, filters_of(request, self.Filters)
        count_code(supplier.pk)
        link = queries.link_in_use(supplier)
        return code_file(
            chosen["as_format"],
            address=queries.address_of(link),
            caption=supplier.name if chosen["named"] else "",
            name=queries.file_name_of(link),
        )


def _seen(request: Request) -> str:
    body = SeenInput(data=request.data)
    body.is_valid(raise_exception=True)
    code: str = body.validated_data["code"]
    return code


def _row(link: InviteLink) -> dict[str, Any]:
    return {
        "code": link.code,
        "url": queries.address_of(link),
        "state": link.state,
        "created_at": link.created_at,
    }
