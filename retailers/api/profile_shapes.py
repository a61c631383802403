"""How contacts and addresses of a retailer look by API, on both sides."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers

from retailers.models import BillToAddress, CustomerContact, DirectoryEntry, ShipToAddress
from wholesale.organizations import localities

_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"


class ContactOutput(serializers.Serializer[Any]):
    """Whom a supplier talks to."""

    supplier = serializers.SlugField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.EmailField()
    former_email = serializers.CharField(allow_blank=True, help_text="The one before, if it was changed.")
    office_phone = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES)
    time_zone = serializers.CharField()
    version = serializers.IntegerField()
    example: ClassVar[dict[str, Any]] = {
        "supplier": "northgate-brewing",
        "name": "Nadia Ferrand",
        "email": "nadia@example.com",
        "former_email": "bar@example.com",
        "office_phone": "514 555-0172",
        "language": "fr",
        "time_zone": "America/Toronto",
        "version": 2,
    }


class AddressOutput(serializers.Serializer[Any]):
    """An address."""

    name = serializers.CharField()
    street = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)
    country = serializers.CharField()
    example: ClassVar[dict[str, Any]] = {
        "name": "Bar Le Cormoran",
        "street": "48 rue Laurendeau",
        "postal_code": "H4E 3W4",
        "city": "Montréal",
        "region": "QC",
        "country": "CA",
    }


class BillToOutput(AddressOutput):
    """Where invoices go."""

    is_own = serializers.BooleanField(help_text="False: it is the address of the directory entry.")
    version = serializers.IntegerField()
    example: ClassVar[dict[str, Any]] = AddressOutput.example | {"is_own": True, "version": 1}


class ShipToOutput(AddressOutput):
    """A place that takes deliveries."""

    id = serializers.UUIDField()
    phone = serializers.CharField(allow_blank=True)
    opening_hours = serializers.CharField(allow_blank=True)
    access_notes = serializers.CharField(allow_blank=True)
    is_default = serializers.BooleanField()
    version = serializers.IntegerField()
    example: ClassVar[dict[str, Any]] = AddressOutput.example | {
        "id": _ID,
        "phone": "514 555-0148",
        "opening_hours": "Tue–Sat 10–18",
        "access_notes": "Door in the lane, code 4711",
        "is_default": True,
        "version": 1,
    }


class AddressInput(serializers.Serializer[Any]):
    """An address as typed."""

    name = serializers.CharField(max_length=120)
    street = serializers.CharField(max_length=160)
    postal_code = serializers.CharField(max_length=16, allow_blank=True, default="")
    city = serializers.CharField(max_length=80)
    region = serializers.CharField(max_length=80, allow_blank=True, default="")
    country = serializers.RegexField(r"^[A-Z]{2}$")
    example: ClassVar[dict[str, Any]] = AddressOutput.example


class ShipToInput(AddressInput):
    """A place as typed."""

    phone = serializers.CharField(max_length=40, allow_blank=True, default="")
    opening_hours = serializers.CharField(max_length=240, allow_blank=True, default="")
    access_notes = serializers.CharField(max_length=240, allow_blank=True, default="")
    example: ClassVar[dict[str, Any]] = AddressOutput.example | {
        "access_notes": "Door in the lane, code 4711"
    }


class ContactInput(serializers.Serializer[Any]):
    """A contact as typed; what is left out stays."""

    name = serializers.CharField(max_length=120, required=False)
    email = serializers.EmailField(required=False)
    office_phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    time_zone = serializers.ChoiceField(localities.time_zone_choices(), required=False)
    for_all = serializers.BooleanField(default=False, help_text="Tell every supplier, not only this one.")
    example: ClassVar[dict[str, Any]] = {"email": "nadia@example.com", "for_all": True}


def names_of(shape: type[serializers.Serializer[Any]]) -> list[str]:
    """Return the names of a shape's fields."""
    return [str(name) for name in shape().fields]


def contact_row(contact: CustomerContact) -> dict[str, Any]:
    """Return a contact, its supplier read with it, as ContactOutput shows it."""
    names = [name for name in names_of(ContactOutput) if name != "supplier"]
    return {"supplier": contact.supplier.slug} | {name: getattr(contact, name) for name in names}


def ship_to_row(place: ShipToAddress) -> dict[str, Any]:
    """Return a place as ShipToOutput shows it."""
    return {name: getattr(place, name) for name in names_of(ShipToOutput)}


def bill_to_row(bill_to: BillToAddress | None, entry: DirectoryEntry | None) -> dict[str, Any] | None:
    """Return where invoices go as BillToOutput shows it; of a company that is not listed, nothing."""
    place = bill_to or entry
    if place is None:
        return None
    address = {name: getattr(place, name) for name in names_of(AddressOutput)}
    return address | {"is_own": bill_to is not None, "version": bill_to.version if bill_to else 0}
