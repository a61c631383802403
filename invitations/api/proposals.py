"""Further buyers, for machines: proposed by a supplier, added or declined by the retailer (SPEC.md P8)."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import services
from invitations.enums import BuyerOutcome
from invitations.limits import count_invitation
from invitations.models import BuyerProposal
from invitations.queries import proposals
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.mail.fields import MailAddressInput
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.limits import count_colleague_mail
from wholesale.organizations.roles import Permission

SUPPLIER = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.INVITE_CUSTOMERS})
RETAILER = Need(Side.BUYING, {"*": Permission.MANAGE_PEOPLE})


class BuyerProposalOutput(serializers.Serializer[Any]):
    """A proposed buyer and what became of it; whether the address has an account is nobody's to know."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES)
    state = serializers.CharField(help_text="open, accepted, declined or withdrawn.")
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar[dict[str, Any]] = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a21",
        "email": "jo@example.com",
        "name": "Jo Winter",
        "language": "en",
        "state": "open",
        "created_at": "2026-11-22T09:00:00Z",
        "decided_at": None,
    }


class BuyerProposalsApi(ApiView):
    """Further buyers that you propose to a registered customer."""

    need = SUPPLIER
    is_list = True
    Output = BuyerProposalOutput

    class Input(serializers.Serializer[Any]):
        email = MailAddressInput()
        name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
        language = serializers.ChoiceField(settings.LANGUAGES, required=False, default="en")
        example: ClassVar = {"email": "jo@example.com", "name": "Jo Winter", "language": "en"}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List whom you have proposed to this customer, newest first."""
        found = customer_for_member(acting_of_call(request), customer)
        rows = proposals.proposals_of(found).values(*BuyerProposalOutput().fields)
        return paginated(request, rows, order=["-created_at", "-id"])

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Propose a further buyer to a customer that has registered; its admins add them or decline.

        Counts against the same limits as invitations.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = customer_for_member(acting, customer)
        body.is_valid(raise_exception=True)
        buyer = services.ProposedBuyer(**body.validated_data)
        count_invitation(found.supplier_id, found.pk)
        made = services.propose_buyer(customer=found, buyer=buyer, by=acting.user)
        return Response(BuyerProposalOutput(made).data, status=201)


class BuyerProposalWithdrawalApi(ApiView):
    """The withdrawal of a proposed buyer."""

    need = SUPPLIER
    Output = BuyerProposalOutput

    @idempotent
    def post(self, request: Request, organization: str, proposal: UUID) -> Response:
        """Take a proposal back that the retailer has not answered."""
        acting = acting_of_call(request)
        found = proposals.proposal_for_supplier(acting, proposal)
        gone = services.withdraw_proposal(proposal=found, by=acting.user)
        return Response(BuyerProposalOutput(gone).data)


class ProposedBuyerOutput(BuyerProposalOutput):
    """A proposed buyer as the retailer sees it: with who proposes."""

    supplier = serializers.SlugField()
    supplier_name = serializers.CharField()
    proposed_by = serializers.CharField(allow_blank=True)
    example: ClassVar[dict[str, Any]] = {
        **BuyerProposalOutput.example,
        "supplier": "northgate-brewing",
        "supplier_name": "Northgate Brewing",
        "proposed_by": "Ana Alder",
    }


class ProposedBuyersApi(ApiView):
    """Further buyers that suppliers propose to your company."""

    need = RETAILER
    is_list = True
    Output = ProposedBuyerOutput

    def get(self, request: Request, organization: str) -> Response:
        """List whom suppliers propose, newest first; what they took back is gone."""
        rows = proposals.proposals_to(acting_of_call(request).organization)
        return paginated(request, rows, order=["-created_at", "-id"], shown=lambda page: [*map(_row, page)])


class ProposedBuyerAcceptanceApi(ApiView):
    """The adding of a proposed buyer."""

    need = RETAILER

    class Output(serializers.Serializer[Any]):
        """What it came to: invited, invited again, or here already."""

        outcome = serializers.ChoiceField(BuyerOutcome.choices)
        example: ClassVar = {"outcome": "invited"}

    @idempotent
    def post(self, request: Request, organization: str, proposal: UUID) -> Response:
        """Add the person: they get an invitation to your company, as a buyer."""
        acting = acting_of_call(request)
        found = proposals.proposal_for_retailer(acting.organization, proposal)
        count_colleague_mail(found.retailer_id, found.email)
        outcome = services.accept_proposal(proposal=found, retailer=acting.organization, by=acting.user)
        return Response({"outcome": outcome.value})


class ProposedBuyerRefusalApi(ApiView):
    """The declining of a proposed buyer."""

    need = RETAILER
    Output = ProposedBuyerOutput

    @idempotent
    def post(self, request: Request, organization: str, proposal: UUID) -> Response:
        """Decline; nobody is added."""
        acting = acting_of_call(request)
        found = proposals.proposal_for_retailer(acting.organization, proposal)
        declined = services.decline_proposal(proposal=found, by=acting.user)
        declined.supplier = found.supplier
        return Response(_row(declined))


def _row(proposal: BuyerProposal) -> dict[str, Any]:
    return dict(BuyerProposalOutput(proposal).data) | {
        "supplier": proposal.supplier.slug,
        "supplier_name": proposal.supplier.name,
        "proposed_by": proposal.by_name,
    }
