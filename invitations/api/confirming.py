"""Customers whose company has changed hands: the supplier says whose they are, for machines (SPEC.md P7, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.models import ApartCustomer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.INVITE_CUSTOMERS})
SAME, APART = "same", "apart"


class ConfirmationOutput(serializers.Serializer[Any]):
    """A customer of people who have lost their company, and who has the company now."""

    customer = serializers.UUIDField()
    name = serializers.CharField()
    company = serializers.CharField()
    address = serializers.CharField()
    former_contact_name = serializers.CharField(allow_blank=True)
    former_contact_email = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    example: ClassVar = {
        "customer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
        "name": "Bar Le Cormoran",
        "company": "Bar Le Cormoran",
        "address": "48 rue Laurendeau, Montréal QC H4E 3W4, Canada",
        "former_contact_name": "Spy Smith",
        "former_contact_email": "spy@example.com",
        "asked_at": "2026-11-22T09:00:00Z",
    }


class ConfirmationsApi(ApiView):
    """The customers of whom you are asked whose they are."""

    need = NEED
    is_list = True
    Output = ConfirmationOutput

    def get(self, request: Request, organization: str) -> Response:
        """List what waits for your answer, the newest first; these customers are closed meanwhile."""
        rows = queries.apart_customers(acting_of_call(request))
        return paginated(request, rows, order=["-asked_at", "-id"], shown=lambda page: [*map(_row, page)])


class ConfirmationApi(ApiView):
    """Whether one customer is the company's still."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        answer = serializers.ChoiceField([SAME, APART])
        example: ClassVar = {"answer": SAME}

    class Output(serializers.Serializer[Any]):
        """What was answered. `same`: open to the company again, orders and all; `apart`: closed, to be invited."""

        customer = serializers.UUIDField()
        answer = serializers.ChoiceField([SAME, APART])
        example: ClassVar = {"customer": ConfirmationOutput.example["customer"], "answer": SAME}

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Say whether it is the same customer. Those of the company who may order are told of a yes."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        apart = queries.apart_customer(acting, customer)
        body.is_valid(raise_exception=True)
        said = body.validated_data["answer"]
        answer = services.confirm_customer if said == SAME else services.keep_apart
        answer(apart=apart, by=acting.user)
        return Response({"customer": customer, "answer": said})


def _row(apart: ApartCustomer) -> dict[str, Any]:
    contact = getattr(apart.customer, "contact", None)
    return {
        "customer": apart.customer_id,
        "name": apart.customer.private.display_name,
        "company": apart.company.name,
        "address": apart.company.directory_entry.full_address,
        "former_contact_name": contact.name if contact else "",
        "former_contact_email": contact.email if contact else "",
        "asked_at": apart.asked_at,
    }
