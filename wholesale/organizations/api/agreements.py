"""Agreements for machines: read, decided on, their steps and how the two work together (SPEC.md I1, I2)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.errors import NotAllowed
from wholesale.organizations import queries, services
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.api.shapes import (
    AgreementDetailOutput,
    AgreementOutput,
    StepOutput,
    agreement_answer,
    agreement_row,
    agreement_state,
)
from wholesale.organizations.enums import (
    MAX_LIMIT_HOURS,
    AgreementMode,
    AgreementStatus,
    Party,
    Side,
    Step,
)
from wholesale.organizations.roles import Permission

_CHANGES = Permission.MANAGE_AGREEMENTS
_PARTIES = {Side.SELLING: Party.SUPPLIER, Side.DELIVERING: Party.DISTRIBUTOR}
_VERBS: dict[str, Callable[..., Any]] = {
    "acceptance": services.accept_agreement,
    "refusal": services.decline_agreement,
    "withdrawal": services.withdraw_agreement,
    "ending": services.end_agreement,
}


class AgreementsApi(ApiView):
    """List the company's agreements under a hat, newest first."""

    need: ClassVar[Need] = Need(None, {"GET": Permission.VIEW_AGREEMENTS})
    is_list = True
    Output = AgreementOutput

    class Filters(serializers.Serializer[Any]):
        status = serializers.ChoiceField(required=False, choices=AgreementStatus.choices)

    def get(self, request: Request, organization: str, side: str) -> Response:
        rows = queries.agreements_of(acting_of_call(request).organization, Side(side))
        narrowed = rows.filter(**filters_of(request, self.Filters))
        return paginated(
            request, narrowed, order=["-id"], shown=lambda page: [agreement_row(row) for row in page]
        )


class AgreementApi(ApiView):
    """Show one agreement: who owes which step, what either side grants, what is proposed."""

    need: ClassVar[Need] = Need(None, {"GET": Permission.VIEW_AGREEMENTS})
    Output = AgreementDetailOutput

    def get(self, request: Request, organization: str, side: str, agreement_id: UUID) -> Response:
        return agreement_answer(acting_of_call(request), agreement_id)


class AgreementMoveApi(ApiView):
    """Accept or decline what the other side proposed, take one's own proposal back, or end what is in force."""

    need: ClassVar[Need] = Need(None, {"POST": _CHANGES})
    Output = AgreementDetailOutput

    @idempotent
    def post(self, request: Request, organization: str, side: str, agreement_id: UUID, noun: str) -> Response:
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        refuse_guest(acting)
        _VERBS[noun](agreement=found, party=_PARTIES[acting.side], by=acting.user)
        return agreement_answer(acting, agreement_id, status=201)


class AgreementStepsApi(ApiView):
    """Who owes the steps of a supplier's agreement."""

    need: ClassVar[Need] = Need(Side.SELLING, {"PUT": _CHANGES})
    Output = AgreementDetailOutput

    class Input(serializers.Serializer[Any]):
        class StepInput(serializers.Serializer[Any]):
            step = serializers.ChoiceField(Step.choices)
            owed_by = serializers.ChoiceField(Party.choices)
            limit_hours = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT_HOURS)
            example: ClassVar = StepOutput.example

        steps = StepInput(many=True, allow_empty=False, help_text="Those that change; others stay.")
        example: ClassVar = {"steps": [StepOutput.example]}

    def put(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Say anew who owes steps and within how many hours; orders on their way follow."""
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        rows = given.validated_data["steps"]
        steps = {Step(row["step"]): (Party(row["owed_by"]), row["limit_hours"]) for row in rows}
        services.change_steps(agreement=found, steps=steps, version=based_on(request), by=acting.user)
        return agreement_answer(acting, agreement_id)

    def current(self, request: Request, organization: str, agreement_id: UUID) -> tuple[Any, int]:
        """Return what is stored now, for whoever comes too late."""
        return current_agreement(request, agreement_id)


class AgreementModeApi(ApiView):
    """How a supplier works with a distributor."""

    need: ClassVar[Need] = Need(Side.SELLING, {"PUT": _CHANGES})
    Output = AgreementDetailOutput

    class Input(serializers.Serializer[Any]):
        mode = serializers.ChoiceField(
            AgreementMode.choices, help_text="To `connected` lead account-invitation and connection."
        )
        orders_email = serializers.EmailField(
            required=False, help_text="Where an external one's orders are mailed to; else as it was."
        )
        example: ClassVar = {"mode": "external", "orders_email": "dispatch@dusk.example.com"}

    def put(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Work with it as a guest or as an external distributor; nothing is lost."""
        acting = acting_of_call(request)
        found = queries.agreement_for(acting.organization, acting.side, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        services.change_mode(
            agreement=found,
            mode=AgreementMode(given.validated_data["mode"]),
            version=based_on(request),
            by=acting.user,
            orders_email=given.validated_data.get("orders_email", ""),
        )
        return agreement_answer(acting, agreement_id)

    def current(self, request: Request, organization: str, agreement_id: UUID) -> tuple[Any, int]:
        """Return what is stored now, for whoever comes too late."""
        return current_agreement(request, agreement_id)


def current_agreement(request: Request, agreement_id: UUID) -> tuple[Any, int]:
    """Return an agreement with its version."""
    acting = acting_of_call(request)
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    return agreement_state(found), found.version


def refuse_guest(acting: Acting) -> None:
    """Refuse a guest what is for those with an account (I1). Raises: NotAllowed."""
    if acting.membership.guest_of_id is not None:
        raise NotAllowed("A guest of the supplier's account does not do this.")
