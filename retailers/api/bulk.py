"""One change for many of a supplier's customers, and how far it has come."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import labels, queries, services
from retailers.enums import BulkState, SkipReason
from retailers.models import BulkJob, Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import representative_choices
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7
from wholesale.ui.parts import BULK

NEED = Need(Side.SELLING, {"*": Permission.VIEW_CUSTOMERS})
NEEDS = {
    "group": ("group",),
    "ungroup": ("group",),
    "label": ("labels",),
    "unlabel": ("labels",),
    "distributor": ("distributor",),
    "representative": ("representative",),
    **{verb.key: ("option",) for verb in BULK.values() if verb.options},
}
SHOWN = 1000


class BulkOutput(serializers.Serializer[Any]):
    """A change of many. `skipped` names up to 1,000 customers that were left as they were, and why."""

    id = serializers.UUIDField()
    verb = serializers.ChoiceField(sorted(BULK))
    state = serializers.ChoiceField(BulkState.choices)
    message = serializers.CharField(allow_blank=True)
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    skip_counts = serializers.DictField(child=serializers.IntegerField())
    skipped = serializers.DictField(child=serializers.ChoiceField(SkipReason.choices))
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a14",
        "verb": "group",
        "state": "done",
        "message": "",
        "total": 2,
        "done": 2,
        "skip_counts": {"unchanged": 1},
        "skipped": {"0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10": "unchanged"},
    }


class BulkFilters(serializers.Serializer[Any]):
    """Which customers: all that fit, as in the list."""

    q = serializers.CharField(required=False, max_length=200, default="")
    status = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    distributor = serializers.ListField(
        child=serializers.RegexField(r"^(own|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z"),
        required=False,
        default=list,
    )
    group = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    label = serializers.ListField(  # type: ignore[assignment]
        child=serializers.CharField(), required=False, default=list
    )
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)

    @staticmethod
    def wanted(given: dict[str, Any]) -> queries.Wanted:
        """Return it as the list takes it."""
        return queries.Wanted(
            search=given["q"],
            statuses=tuple(given["status"]),
            distributors=tuple(given["distributor"]),
            groups=tuple(given["group"]),
            labels=tuple(given["label"]),
            is_active=given["is_active"],
        )


class BulkJobsApi(ApiView):
    """Changes of many customers at once."""

    need = NEED
    Output = BulkOutput

    class Input(serializers.Serializer[Any]):
        verb = serializers.ChoiceField(sorted(BULK))
        customers = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=1000)
        filters = BulkFilters(required=False)
        group = serializers.UUIDField(required=False)
        labels = serializers.ListField(
            child=serializers.CharField(max_length=labels.LONGEST),
            required=False,
            min_length=1,
            max_length=20,
        )
        distributor = serializers.UUIDField(required=False, allow_null=True)
        representative = serializers.UUIDField(required=False, allow_null=True)
        option = serializers.UUIDField(required=False, help_text="What else the verb takes: a catalog's id.")
        example: ClassVar = {
            "verb": "group",
            "filters": {"status": ["prospect"]},
            "group": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        }

        def validate(self, data: dict[str, Any]) -> dict[str, Any]:
            """Ask for customers or filters, and for what the verb needs."""
            missing = [name for name in NEEDS.get(data["verb"], ()) if name not in data]
            if ("customers" in data) == ("filters" in data):
                missing.append("customers")
            if missing:
                raise serializers.ValidationError({name: ["This is needed."] for name in missing})
            return data

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Change many customers: those named, or all that fit. A few are done at once, more in the background."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        verb = BULK[data["verb"]]
        if not queries.may_do(acting, verb):
            raise PermissionDenied
        job = services.start_bulk(
            acting=acting, asked=_asked(acting, data), customers=_chosen(acting, data), key=uuid7()
        )
        return Response(_shown(acting, job), status=201)


class BulkJobApi(ApiView):
    """A change of many customers."""

    need = NEED
    Output = BulkOutput

    def get(self, request: Request, organization: str, bulk_job: UUID) -> Response:
        """Look how far it is, and who was left as they were."""
        acting = acting_of_call(request)
        return Response(_shown(acting, queries.job_for_member(acting, bulk_job)))


def _chosen(acting: Acting, data: dict[str, Any]) -> QuerySet[Customer]:
    seen = queries.customers_of(acting)
    if "customers" in data:
        return seen.filter(pk__in=data["customers"])
    return BulkFilters.wanted(data["filters"]).among(seen)


def _asked(acting: Acting, data: dict[str, Any]) -> services.Asked:
    """Return what shall be done, if what it is done with is the supplier's own."""
    verb, supplier = data["verb"], acting.organization
    choice: dict[str, Any] = {}
    name = ""
    if verb in ("label", "unlabel"):
        choice = {"labels": labels.labels_in(",".join(data["labels"]))}
        name = ", ".join(choice["labels"])
    elif verb in NEEDS:
        [key] = NEEDS[verb]
        offered = _offered(supplier, verb)
        if data[key] and str(data[key]) not in offered:
            raise serializers.ValidationError({key: ["There is none of this id to choose."]})
        choice = {key: str(data[key] or "")}
        name = offered.get(choice[key], "")
    return services.Asked(verb=verb, choice=choice, choice_name=name)


def _offered(supplier: Organization, verb: str) -> dict[str, str]:
    """Return what a verb lets choose from, by id, with its name."""
    if options := BULK[verb].options:
        return {str(key): str(name) for key, name in import_string(options)(supplier)}
    rows: dict[str, QuerySet[Any]] = {
        "group": queries.groups_of(supplier),
        "ungroup": queries.groups_of(supplier),
        "distributor": queries.distributor_choices(supplier),
        "representative": representative_choices(supplier.pk),
    }
    return {str(row.pk): str(row) for row in rows[verb]}


def _shown(acting: Acting, job: BulkJob) -> dict[str, Any]:
    names = ("id", "verb", "state", "message", "total", "done")
    skipped = queries.skipped_customers(acting, job, limit=SHOWN)
    return {name: getattr(job, name) for name in names} | {
        "skip_counts": {reason.value: count for reason, count in queries.skip_counts(job)},
        "skipped": {str(customer.pk): reason.value for customer, reason in skipped},
    }
