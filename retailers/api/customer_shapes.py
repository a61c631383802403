"""What a supplier's customer looks like to machines."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from retailers import labels, queries
from retailers.details import CustomerDetails
from retailers.enums import CustomerStatus
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization


class CustomerInput(serializers.Serializer[Any]):
    """What only you keep of a customer. `distributor` null: you deliver yourselves."""

    nickname = serializers.CharField(max_length=120, required=False, allow_blank=True)
    number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    contact_name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    contact_email = serializers.EmailField(required=False, allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    distributor = serializers.UUIDField(required=False, allow_null=True)
    representative = serializers.UUIDField(
        required=False, allow_null=True, help_text="The `user_id` of a colleague who looks after retailers."
    )
    groups = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=200, help_text="All groups it shall be in."
    )
    labels = serializers.ListField(
        child=serializers.CharField(max_length=labels.LONGEST), required=False, max_length=labels.AT_MOST
    )

    @staticmethod
    def details(typed: dict[str, Any], acting: Acting, *, email: str = "") -> CustomerDetails:
        """Return it for the services; whoever sees only their own retailers keeps them.

        Raises: ValidationError for a distributor without an active agreement.
        """
        values, supplier = {"contact_email": email} | typed, acting.organization
        values |= CustomerInput.groups_and_labels(values, supplier)
        chosen = values.pop("representative", acting.represents)
        if acting.represents and chosen != acting.represents:
            raise serializers.ValidationError({"representative": [_("You cannot hand a retailer over.")]})
        values |= {"representative_id": chosen, "typed_by": acting.represents}
        wanted = values.get("distributor")
        if wanted and not isinstance(wanted, Organization):
            values["distributor"] = queries.distributor_choices(supplier).filter(pk=wanted).first()
            if values["distributor"] is None:
                raise serializers.ValidationError({"distributor": ["There is no active agreement with it."]})
        return CustomerDetails(**values)

    @staticmethod
    def groups_and_labels(values: dict[str, Any], supplier: Organization) -> dict[str, Any]:
        """Take groups and labels out of what was sent, and return them for the services.

        Raises: ValidationError for a group that is not the supplier's.
        """
        found: dict[str, Any] = {}
        if (labelled := values.pop("labels", None)) is not None:
            found["labels"] = tuple(labels.labels_in(",".join(labelled)))
        if (groups := values.pop("groups", None)) is not None:
            own = queries.groups_of(supplier).filter(pk__in=groups).values_list("pk", flat=True)
            found["group_ids"] = frozenset(own)
            if found["group_ids"] != set(groups):
                raise serializers.ValidationError({"groups": [_("There is no such group.")]})
        return found


class CustomerOutput(serializers.Serializer[Any]):
    """A customer as its supplier sees it."""

    id = serializers.UUIDField()
    retailer = serializers.UUIDField()
    display_name = serializers.CharField()
    name = serializers.CharField()
    street = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    country = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(CustomerStatus.choices)
    relation = serializers.CharField()
    is_active = serializers.BooleanField()
    is_on_hold = serializers.BooleanField()
    requires_po_number = serializers.BooleanField(help_text="Set it at `…/conditions/`.")
    licence_number = serializers.CharField(allow_blank=True)
    licence_expires_on = serializers.DateField(allow_null=True)
    bounced_email = serializers.CharField(
        allow_null=True,
        help_text="From here your latest mail came back: correct the address, then send again.",
    )
    bounced_at = serializers.DateTimeField(allow_null=True)
    nickname = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    contact_name = serializers.CharField(allow_blank=True)
    contact_email = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    distributor = serializers.UUIDField(allow_null=True)
    representative = serializers.UUIDField(allow_null=True)
    groups = serializers.ListField(child=serializers.UUIDField())
    labels = serializers.ListField(child=serializers.CharField())
    registered_at = serializers.DateTimeField(allow_null=True)
    last_ordered_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "retailer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
        "display_name": "Cormoran",
        "name": "Bar Le Cormoran",
        "street": "48 rue Laurendeau",
        "postal_code": "H4E 3W4",
        "city": "Montréal",
        "country": "CA",
        "phone": "514 555-0148",
        "status": "registered",
        "relation": "accepted",
        "is_active": True,
        "is_on_hold": False,
        "requires_po_number": False,
        "licence_number": "OLCC-22817",
        "licence_expires_on": "2027-06-30",
        "bounced_email": None,
        "bounced_at": None,
        "nickname": "Cormoran",
        "number": "1307",
        "contact_name": "Jeanne",
        "contact_email": "bar@example.com",
        "language": "fr",
        "note": "",
        "distributor": None,
        "representative": None,
        "groups": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"],
        "labels": ["patio"],
        "registered_at": "2026-11-22T09:00:00Z",
        "last_ordered_at": None,
        "version": 3,
    }
