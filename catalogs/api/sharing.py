"""With whom catalogs are shared, for machines (SPEC.md K4, C16, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.api.catalogs import called
from catalogs.models import CatalogShare
from retailers.queries import customer_for_member, group_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

_EXAMPLE = {"group": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15", "label": "", "customer": None}


def _may(acting: Acting, share: dict[str, Any]) -> None:
    """Refuse whoever may not share so: with customers by the right on customers, else by that on products."""
    needed = Permission.MANAGE_CUSTOMERS if share.get("customer") else Permission.MANAGE_PRODUCTS
    if not acting.may(needed):
        raise PermissionDenied


class CatalogSharesApi(ApiView):
    """With whom a catalog is shared one by one."""

    need = Need(Side.SELLING, {"*": Permission.VIEW_PRODUCTS})

    class Input(serializers.Serializer[Any]):
        """Exactly one of group, label and customer."""

        group = serializers.UUIDField(required=False, allow_null=True)
        label = serializers.CharField(  # type: ignore[assignment]
            required=False, allow_blank=True, max_length=40
        )
        customer = serializers.UUIDField(required=False, allow_null=True)
        example: ClassVar = _EXAMPLE

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            """Refuse none and several."""
            if sum(bool(value) for value in attrs.values()) != 1:
                raise serializers.ValidationError(_("Name one of group, label and customer."))
            return attrs

    class Output(serializers.Serializer[Any]):
        class Share(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            group = serializers.UUIDField(allow_null=True)
            label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
            customer = serializers.UUIDField(allow_null=True)

        shared_with_everyone = serializers.BooleanField()
        shares = Share(many=True)
        example: ClassVar = {
            "shared_with_everyone": False,
            "shares": [{"id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17", **_EXAMPLE}],
        }

    def get(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Show with whom a catalog is shared, as far as you see those customers."""
        found = called(request, catalog)
        shares = queries.shares_seen(acting_of_call(request), found)
        return Response(
            {
                "shared_with_everyone": found.shared_with_everyone,
                "shares": [_shown(share) for share in shares],
            }
        )

    def put(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Share a catalog with a group, a label or a customer; once shared, nothing changes."""
        acting, found, body = acting_of_call(request), called(request, catalog), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        _may(acting, wanted)
        if group := wanted.get("group"):
            services.share_with_group(catalog=found, group=group_for_member(acting, group), by=acting.user)
        elif label := wanted.get("label"):
            services.share_with_label(catalog=found, label=" ".join(label.split()), by=acting.user)
        else:
            customer = customer_for_member(acting, wanted["customer"])
            services.share_with_customers(catalog=found, customer_ids=[customer.pk], by=acting.user)
        return self.get(request, organization, catalog)


class CatalogShareApi(ApiView):
    """One share of a catalog."""

    need = Need(Side.SELLING, {"DELETE": Permission.VIEW_PRODUCTS})

    def delete(self, request: Request, organization: str, catalog: UUID, share: UUID) -> Response:
        """End a share."""
        acting = acting_of_call(request)
        ended = queries.share_of_catalog(acting, called(request, catalog), share)
        _may(acting, {"customer": ended.customer_id})
        services.end_share(share=ended, by=acting.user)
        return Response(status=204)


class CatalogEveryoneApi(ApiView):
    """Whether a catalog is shared with everyone."""

    need = Need(Side.SELLING, {"*": Permission.MANAGE_PRODUCTS})

    def put(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Show a catalog to every active customer."""
        services.share_with_everyone(catalog=called(request, catalog), by=acting_of_call(request).user)
        return Response(status=204)

    def delete(self, request: Request, organization: str, catalog: UUID) -> Response:
        """Show a catalog to those alone that it is shared with one by one."""
        services.keep_from_everyone(catalog=called(request, catalog), by=acting_of_call(request).user)
        return Response(status=204)


class CustomerCatalogsApi(ApiView):
    """Which catalogs a customer sees, and why."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})

    class Output(serializers.Serializer[Any]):
        class Seen(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            name = serializers.CharField()
            is_shown = serializers.BooleanField(help_text="Today, once the customer is active.")
            everyone = serializers.BooleanField()
            groups = serializers.ListField(child=serializers.UUIDField())
            labels = serializers.ListField(child=serializers.CharField())
            itself = serializers.BooleanField()

        catalogs = Seen(many=True)
        example: ClassVar = {
            "catalogs": [
                {
                    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
                    "name": "All products",
                    "is_shown": True,
                    "everyone": True,
                    "groups": [],
                    "labels": [],
                    "itself": False,
                }
            ]
        }

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Show which catalogs are shared with a customer, and in which ways."""
        found = customer_for_member(acting_of_call(request), customer)
        beside = [each for each in queries.catalogs_beside_customer(found) if each.has_reason]
        return Response({"catalogs": [_seen(each) for each in beside]})


def _seen(each: queries.Shown) -> dict[str, Any]:
    return {
        "id": each.catalog.pk,
        "name": each.catalog.name,
        "is_shown": each.is_shown,
        "everyone": each.everyone,
        "groups": [group.pk for group in each.groups],
        "labels": each.labels,
        "itself": each.own is not None,
    }


def _shown(share: CatalogShare) -> dict[str, Any]:
    return {
        "id": share.pk,
        "group": share.group_id,
        "label": share.label,
        "customer": share.customer_id,
    }
