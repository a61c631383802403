"""Changes of an agreement that take two, for machines: switches, proposed steps, an account of its own (I1, I2)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations import queries, services
from wholesale.organizations.access import Need
from wholesale.organizations.api.agreements import refuse_guest
from wholesale.organizations.api.shapes import (
    AgreementDetailOutput,
    StepProposalOutput,
    agreement_answer,
    proposal_row,
)
from wholesale.organizations.enums import MAX_LIMIT_HOURS, Party, ProposalState, Side, Step, Switch
from wholesale.organizations.limits import count_colleague_mail, count_proposal
from wholesale.organizations.roles import Permission

_CHANGES = Permission.MANAGE_AGREEMENTS
_SWITCH_VERBS: dict[str, Callable[..., Any]] = {
    "grant": services.grant_switch,
    "withdrawal": services.withdraw_switch,
    "request": services.ask_for_switch,
}
_ANSWERS: dict[str, Callable[..., Any]] = {
    "acceptance": services.accept_step_proposal,
    "refusal": services.decline_step_proposal,
    "withdrawal": services.withdraw_step_proposal,
}


class SwitchApi(ApiView):
    """Grant a switch, withdraw it, or ask the other side for it (one mail a day)."""

    need: ClassVar[Need] = Need(None, {"POST": _CHANGES})
    Output = AgreementDetailOutput

    @idempotent
    def post(
        self, request: Request, organization: str, side: str, agreement_id: UUID, switch: Switch, noun: str
    ) -> Response:
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        _SWITCH_VERBS[noun](agreement=found, switch=switch, by=acting.user)
        return agreement_answer(acting, agreement_id, status=201)


class StepProposalsApi(ApiView):
    """The changes of a step that a distributor has proposed."""

    need: ClassVar[Need] = Need(Side.DELIVERING, {"POST": _CHANGES})
    Output = StepProposalOutput

    class Input(serializers.Serializer[Any]):
        step = serializers.ChoiceField(Step.choices)
        owed_by = serializers.ChoiceField(Party.choices)
        limit_hours = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT_HOURS)
        example: ClassVar = {"step": "prepare", "owed_by": "distributor", "limit_hours": 16}

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Propose who owes a step; the supplier accepts or declines."""
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        count_proposal(found.distributor_id)
        proposal = services.propose_step(
            agreement=found,
            step=Step(data["step"]),
            owed_by=Party(data["owed_by"]),
            limit_hours=data["limit_hours"],
            by=acting.user,
        )
        return Response(proposal_row(proposal), status=201)


class StepProposalAnswerApi(ApiView):
    """Accept or decline a proposed step as the supplier; take it back as the distributor."""

    need: ClassVar[Need] = Need(None, {"POST": _CHANGES})
    Output = StepProposalOutput

    @idempotent
    def post(
        self,
        request: Request,
        organization: str,
        side: str,
        agreement_id: UUID,
        step_proposal: UUID,
        noun: str,
    ) -> Response:
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        proposal = queries.step_proposal_for(found, step_proposal)
        answered = _ANSWERS[noun](proposal=proposal, by=acting.user)
        return Response(proposal_row(answered), status=201)


class AccountInvitationApi(ApiView):
    """The offer of an account to a distributor that has none."""

    need: ClassVar[Need] = Need(Side.SELLING, {"POST": _CHANGES})
    Output = AgreementDetailOutput

    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField()
        example: ClassVar = {"email": "dispatch@dusk.example.com"}

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Send a link by which its people take over what you have kept for it; an earlier link ends."""
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        count_colleague_mail(acting.organization.pk, given.validated_data["email"])
        services.invite_to_account(agreement=found, email=given.validated_data["email"], by=acting.user)
        return agreement_answer(acting, agreement_id, status=201)


class ConnectionOutput(serializers.Serializer[Any]):
    """A question put to a company with an account: is it the distributor that a supplier has kept?"""

    id = serializers.UUIDField()
    supplier = serializers.SlugField()
    former_name = serializers.CharField(help_text="As what the supplier has kept it.")
    state = serializers.ChoiceField(ProposalState.choices)
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
        "supplier": "alder",
        "former_name": "Dusk Trucks",
        "state": "open",
        "proposed_at": "2026-11-24T09:10:00Z",
        "decided_at": None,
    }


class ConnectionApi(ApiView):
    """The connecting of a distributor that you have kept to its company with an account."""

    need: ClassVar[Need] = Need(Side.SELLING, {"POST": _CHANGES})
    Output = ConnectionOutput

    class Input(serializers.Serializer[Any]):
        company_id = serializers.UUIDField()
        example: ClassVar = {"company_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a18"}

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Ask it; its yes moves orders, customers and stock to it."""
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        count_proposal(acting.organization.pk)
        other = queries.public_company(given.validated_data["company_id"])
        proposal = services.propose_connection(agreement=found, to=other, by=acting.user)
        return Response(_connection(proposal), status=201)


class ConnectionsApi(ApiView):
    """What suppliers ask this company and waits for its answer."""

    need: ClassVar[Need] = Need(Side.DELIVERING, {"GET": Permission.VIEW_AGREEMENTS})
    is_list = True
    Output = ConnectionOutput

    def get(self, request: Request, organization: str) -> Response:
        acting = acting_of_call(request)
        refuse_guest(acting)
        rows = queries.connections_asked(acting.organization)
        return paginated(request, rows, order=["-id"], shown=lambda page: [_connection(row) for row in page])


class ConnectionAnswerApi(ApiView):
    """Say yes or no to a supplier; a yes moves what it has kept to this company."""

    need: ClassVar[Need] = Need(Side.DELIVERING, {"POST": _CHANGES})
    Output = ConnectionOutput

    @idempotent
    def post(self, request: Request, organization: str, connection_id: UUID, noun: str) -> Response:
        acting = acting_of_call(request)
        refuse_guest(acting)
        asked = queries.connection_asked(acting.organization, connection_id)
        verb = services.accept_connection if noun == "acceptance" else services.decline_connection
        return Response(_connection(verb(proposal=asked, by=acting.user)), status=201)


def _connection(row: Any) -> dict[str, Any]:
    same = ("id", "former_name", "state", "proposed_at", "decided_at")
    return {name: getattr(row, name) for name in same} | {"supplier": row.supplier.slug}
