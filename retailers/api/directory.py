"""The shared directory: search it, add to it."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.api.customer_shapes import CustomerInput
from retailers.api.customers import created_row
from retailers.details import EntryDetails
from retailers.errors import DetailsRefused, LikelyDuplicate
from retailers.limits import count_likely_duplicates, count_search
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of
from wholesale.api.problems import problem
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class EntryInput(serializers.Serializer[Any]):
    """A retailer as every supplier will see it; the email is seen by none."""

    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    street = serializers.CharField(max_length=160, required=False, default="", allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    region = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    postal_code = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    country = serializers.RegexField(r"^[A-Z]{2}$")
    phone = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    industry = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False, default="en")


class DirectoryApi(ApiView):
    """Search the directory that all suppliers share, and add retailers that it lacks."""

    need = Need(Side.SELLING, {"*": Permission.MANAGE_CUSTOMERS})

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(
            max_length=120,
            help_text="Name, street number, city or phone as typed; an email only whole.",
        )

    class Input(EntryInput):
        none_of = serializers.ListField(
            child=serializers.UUIDField(),
            required=False,
            max_length=50,
            help_text="The likely duplicates that a refused call named and a person has looked at.",
        )
        customer = CustomerInput(required=False)
        example: ClassVar = {
            "name": "Bar Le Cormoran",
            "email": "bar@example.com",
            "street": "48 rue Laurendeau",
            "city": "Montréal",
            "country": "CA",
            "customer": {"number": "1307"},
        }

    class Output(serializers.Serializer[Any]):
        retailer = serializers.UUIDField()
        name = serializers.CharField()
        address = serializers.CharField()
        is_claimed = serializers.BooleanField()
        customer = serializers.UUIDField(allow_null=True)
        customer_status = serializers.CharField(allow_blank=True)
        example: ClassVar = {
            "retailer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "name": "Bar Le Cormoran",
            "address": "48 rue Laurendeau, Montréal QC H4E 3W4",
            "is_claimed": False,
            "customer": None,
            "customer_status": "",
        }

    def get(self, request: Request, organization: str) -> Response:
        """Find retailers, the likeliest first; at most 20.

        300 searches a minute for each company.
        """
        supplier = acting_of_call(request).organization
        query = filters_of(request, self.Filters)["q"]
        count_search(supplier.pk)
        hits = queries.hits_for_supplier(acting_of_call(request), query, limit=20)
        return Response({"results": [_shown(hit) for hit in hits]})

    @idempotent
    def post(self, request: Request, organization: str) -> Any:
        """Add a retailer that the directory lacks, as a prospect of yours; nothing is sent.

        `warnings` says if you have another retailer of this name: that is allowed.

        Where entries look like the new one, the call is refused with `likely_duplicate` and names them in
        `duplicates`; repeat it with their ids in `none_of` (and a new Idempotency-Key) once somebody has looked.

        Each call is a search as well, and no more than 120 an hour are for each company.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        none_of = frozenset(str(pk) for pk in data.pop("none_of", []))
        kept = CustomerInput.details(data.pop("customer", {}), acting, email=data["email"])
        count_likely_duplicates(acting.organization.pk)
        try:
            customer = services.create_retailer(
                entry=EntryDetails(**data),
                customer=kept,
                supplier=acting.organization,
                none_of=none_of,
                by=acting.user,
            )
        except DetailsRefused as error:
            raise serializers.ValidationError({"customer": error.fields}) from error
        except LikelyDuplicate as error:
            return _refused(acting, error)
        return Response(created_row(acting, customer), status=201)


def _shown(hit: queries.Hit | queries.Duplicate) -> dict[str, Any]:
    return {
        "retailer": hit.entry.pk,
        "name": hit.entry.name,
        "address": hit.entry.full_address,
        "is_claimed": hit.entry.is_claimed,
        "customer": hit.customer.pk if hit.customer else None,
        "customer_status": hit.customer.status if hit.customer else "",
    }


def _refused(acting: Acting, error: LikelyDuplicate) -> Any:
    seen: list[queries.Duplicate] = queries.seen_by(acting, error.duplicates)
    duplicates = [_shown(each) | {"reasons": list(each.reasons)} for each in seen]
    return problem(error.status, code=error.code, detail=error.message, duplicates=duplicates)
