"""Corrections of directory entries, proposed by a supplier and decided by whoever keeps the entry (SPEC.md C6)."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.details import PUBLIC_FIELDS, EntryDetails
from retailers.enums import CorrectionState
from retailers.models import EntryCorrection
from retailers.queries import corrections
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

SUPPLIER = Need(Side.SELLING, {"*": Permission.MANAGE_CUSTOMERS})
RETAILER = Need(Side.BUYING, {"*": Permission.MANAGE_SETTINGS})


class CorrectionOutput(serializers.Serializer[Any]):
    """A correction: the fields that would change, as they were and as they should read; `taken` once decided."""

    id = serializers.UUIDField()
    retailer = serializers.UUIDField()
    proposer = serializers.CharField(allow_blank=True, help_text="Empty where you may not know who proposes.")
    before = serializers.DictField(child=serializers.CharField(allow_blank=True))
    after = serializers.DictField(child=serializers.CharField(allow_blank=True))
    note = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(CorrectionState.choices)
    taken = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar[dict[str, Any]] = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
        "retailer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
        "proposer": "Brasserie du Nord",
        "before": {"street": "48 rue Laurendeau"},
        "after": {"street": "52 rue Laurendeau"},
        "note": "They moved in May.",
        "state": "open",
        "taken": [],
        "created_at": "2026-11-22T09:00:00Z",
        "decided_at": None,
    }


class CustomerCorrectionApi(ApiView):
    """What you propose for the directory entry of a customer that others keep."""

    need = SUPPLIER
    Output = CorrectionOutput

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120, required=False)
        street = serializers.CharField(max_length=160, required=False, allow_blank=True)
        city = serializers.CharField(max_length=80, required=False, allow_blank=True)
        region = serializers.CharField(max_length=80, required=False, allow_blank=True)
        postal_code = serializers.CharField(max_length=16, required=False, allow_blank=True)
        country = serializers.RegexField(r"^[A-Z]{2}$", required=False)
        phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
        industry = serializers.CharField(max_length=60, required=False, allow_blank=True)
        note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
        example: ClassVar = {"street": "52 rue Laurendeau", "note": "They moved in May."}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read your last proposal; 404 if there is none."""
        found = corrections.last_correction(queries.customer_for_member(acting_of_call(request), customer))
        if found is None:
            raise Http404
        return Response(_row(found, found.proposer.supplier_name))

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Propose how the entry should read; what is left out stays. Nothing changes before its keeper agrees."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = queries.customer_for_member(acting, customer)
        body.is_valid(raise_exception=True)
        typed = dict(body.validated_data)
        note, entry = typed.pop("note"), found.retailer.directory_entry
        details = EntryDetails(**{name: getattr(entry, name) for name in PUBLIC_FIELDS} | typed)
        made = services.propose_correction(customer=found, details=details, note=note, by=acting.user)
        return Response(_row(made, acting.organization.name), status=201)

    def delete(self, request: Request, organization: str, customer: UUID) -> Response:
        """Take your open proposal back."""
        acting = acting_of_call(request)
        found = queries.customer_for_member(acting, customer)
        correction = corrections.last_correction(found)
        if correction is None:
            raise Http404
        services.withdraw_correction(correction=correction, customer=found, by=acting.user)
        return Response(status=204)


class CorrectionsApi(ApiView):
    """Corrections of entries that you made, until their retailers register: proposed by others, yours to decide."""

    need = SUPPLIER
    is_list = True
    Output = CorrectionOutput

    def get(self, request: Request, organization: str) -> Response:
        """List what waits for your decision, the oldest first."""
        return _waiting(request)


class OwnCorrectionsApi(ApiView):
    """Corrections of your own entry that suppliers propose."""

    need = RETAILER
    is_list = True
    Output = CorrectionOutput

    def get(self, request: Request, organization: str) -> Response:
        """List what waits for your decision, the oldest first."""
        return _waiting(request)


class Decision(serializers.Serializer[Any]):
    """Which of the proposed fields are taken over; none declines."""

    take = serializers.ListField(child=serializers.ChoiceField(PUBLIC_FIELDS), allow_empty=True)
    example: ClassVar = {"take": ["street"]}


class DecisionApi(ApiView):
    """Your decision on a correction of an entry that you made."""

    need = SUPPLIER
    Input, Output = Decision, CorrectionOutput

    @idempotent
    def post(self, request: Request, organization: str, correction: UUID) -> Response:
        """Take some of the fields over, or with an empty list none."""
        return _decide(request, correction)


class OwnDecisionApi(ApiView):
    """Your decision on a correction of your own entry."""

    need = RETAILER
    Input, Output = Decision, CorrectionOutput

    @idempotent
    def post(self, request: Request, organization: str, correction: UUID) -> Response:
        """Take some of the fields over, or with an empty list none."""
        return _decide(request, correction)


def _waiting(request: Request) -> Response:
    rows = corrections.waiting_corrections(corrections.keeper_for(acting_of_call(request)))

    def shown(page: list[EntryCorrection]) -> list[dict[str, Any]]:
        names = corrections.proposer_names(page)
        return [_row(each, names.get(each.pk, "")) for each in page]

    return paginated(request, rows, order=["created_at", "id"], shown=shown)


def _decide(request: Request, correction_id: UUID) -> Response:
    acting, body = acting_of_call(request), Decision(data=request.data)
    found = corrections.correction_for_keeper(corrections.keeper_for(acting), correction_id)
    body.is_valid(raise_exception=True)
    if fields := body.validated_data["take"]:
        found = services.accept_correction(
            correction=found, fields=fields, keeper=acting.organization, by=acting.user
        )
    else:
        found = services.decline_correction(correction=found, keeper=acting.organization, by=acting.user)
    return Response(_row(found, corrections.proposer_names([found]).get(found.pk, "")))


def _row(correction: EntryCorrection, proposer: str) -> dict[str, Any]:
    shown = (
        "id", "before", "after", "note", "state", "taken", "created_at", "decided_at",
    )  # fmt: skip
    return {name: getattr(correction, name) for name in shown} | {
        "retailer": correction.retailer_id,
        "proposer": proposer,
    }
