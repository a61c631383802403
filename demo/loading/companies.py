"""Writes companies, their directory entries and warehouses, and their people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers

from demo import cast
from demo.loading.world import World, write
from demo.people import office_of
from demo.sources import Row, table
from inventory.models import Warehouse
from retailers.indexing import found_by
from retailers.models import DirectoryEmail, DirectoryEntry, ShipToAddress
from retailers.queries import place_of
from wholesale.organizations.enums import AgreementMode
from wholesale.organizations.models import Organization
from wholesale.organizations.slugs import candidates

FOUNDED = timedelta(days=420)
_KINDS = {"brewpub": "Brewpub", "taproom": "Taproom", "bar": "Bar", "beergarden": "Beer garden"}
_STATE_ZONES = {
    "Colorado": "America/Denver",
    "California": "America/Los_Angeles",
    "Illinois": "America/Chicago",
    "Indiana": "America/Chicago",
}
_COUNTRIES = {  # time zone and language of the companies of a country
    "AR": ("America/Argentina/Buenos_Aires", "es"),
    "AT": ("Europe/Vienna", "en"),
    "BE": ("Europe/Brussels", "fr"),
    "BR": ("America/Sao_Paulo", "en"),
    "CA": ("America/Toronto", "en"),
    "CH": ("Europe/Zurich", "fr"),
    "DE": ("Europe/Berlin", "en"),
    "DK": ("Europe/Copenhagen", "en"),
    "ES": ("Europe/Madrid", "es"),
    "FI": ("Europe/Helsinki", "en"),
    "FR": ("Europe/Paris", "fr"),
    "GB": ("Europe/London", "en"),
    "IE": ("Europe/Dublin", "en"),
    "IT": ("Europe/Rome", "en"),
    "JP": ("Asia/Tokyo", "en"),
    "MX": ("America/Mexico_City", "es"),
    "NL": ("Europe/Amsterdam", "en"),
    "NO": ("Europe/Oslo", "en"),
    "PL": ("Europe/Warsaw", "en"),
    "PT": ("Europe/Lisbon", "en"),
    "SE": ("Europe/Stockholm", "en"),
    "SG": ("Asia/Singapore", "en"),
    "US": ("America/New_York", "en"),
    "VE": ("America/Caracas", "es"),
    "ZA": ("Africa/Johannesburg", "en"),
}


@dataclass(slots=True)
class Place:
    """A retailer of the demo, from whichever table it comes."""

    key: str
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    industry: str
    time_zone: str
    language: str
    invented: bool = False
    slug: str = ""

    @property
    def keeps(self) -> bool:
        """Tell whether it is in a load of any share: all but the many of the breweries' surroundings."""
        return self.invented or self.country == "FR"


def places() -> list[Place]:
    """Return every retailer of the demo but the brewpub that sells too."""
    return [
        *(_invented(retailer) for retailer in cast.RETAILERS),
        *(_place(row["id"], row, industry=_KINDS[row["kind"]]) for row in table("directory")),
        *(
            _place(f"paris-{row['name']}-{row['address']}", row, industry=row["kind"])
            for row in table("paris_shops")
        ),
        *(_northwind_customer(row) for row in table("northwind_customers")),
    ]


def _invented(retailer: cast.Retailer) -> Place:
    return Place(
        retailer.slug,
        retailer.name,
        retailer.street,
        retailer.city,
        retailer.region,
        retailer.postal_code,
        retailer.country,
        retailer.phone,
        retailer.industry,
        retailer.time_zone,
        retailer.language,
        invented=True,
        slug=retailer.slug,
    )


def _place(key: str, row: Row, *, industry: str) -> Place:
    zone, language = _COUNTRIES[row["country"]]
    region = row.get("region", "Île-de-France")
    return Place(
        key,
        row["name"],
        row["address"],
        row["city"],
        region,
        row["postal_code"],
        row["country"],
        row["phone"],
        industry,
        _STATE_ZONES.get(region, zone),
        language,
    )


def _northwind_customer(row: Row) -> Place:
    shared = {"name": row["companyName"], "postal_code": row["postalCode"], "industry": "Food and drink"}
    place = _place(row["customerID"], {**row, **shared}, industry=shared["industry"])
    place.invented = True  # Northwind's customers are as fictional as Northwind
    return place


def found_companies(world: World) -> dict[str, Place]:
    """Write every company down; return the retailers by their key."""
    since = world.now - FOUNDED
    suppliers = [_supplier(supplier, since) for supplier in cast.SUPPLIERS]
    world.companies = {company.slug: company for company in suppliers}
    write(suppliers)
    distributors = [_distributor(world, each, since) for each in (*cast.DISTRIBUTORS, cast.PROPOSING)]
    world.companies |= {company.slug: company for company in distributors}
    kept = places()
    if world.share < 1:
        every = round(1 / world.share)
        kept = [place for number, place in enumerate(kept) if place.keeps or number % every == 0]
    retailers = [_retailer(world, place, since) for place in kept]
    write(distributors, retailers, _warehouses(world))
    return {place.key: place for place in (*kept, _brewpub())}


def _supplier(supplier: cast.Supplier, since: datetime) -> Organization:
    names = {row["id"]: row["name"] for row in table("breweries")}
    return Organization(
        name=names.get(supplier.source, "Northwind Traders"),
        slug=supplier.slug,
        sells=True,
        buys=supplier.slug == cast.BREWPUB,
        time_zone=supplier.time_zone,
        brand_color=supplier.brand_color,
        created_at=since,
    )


def _distributor(world: World, distributor: cast.Distributor, since: datetime) -> Organization:
    alone = distributor.mode != AgreementMode.CONNECTED
    return Organization(
        name=distributor.name,
        slug=distributor.slug,
        delivers=True,
        time_zone=distributor.time_zone,
        private_to=world.companies[distributor.suppliers[0]] if alone else None,
        language=distributor.language,
        created_at=since,
    )


def _retailer(world: World, place: Place, since: datetime) -> Organization:
    place.slug = place.slug or _free_slug(world, place)
    world.companies[place.slug] = Organization(
        name=place.name[:120],
        slug=place.slug,
        buys=True,
        country=place.country,
        time_zone=place.time_zone,
        language=place.language,
        created_at=since,
    )
    return world.companies[place.slug]


def _free_slug(world: World, place: Place) -> str:
    return next(slug for slug in candidates(place.name) if slug not in world.companies)


def _warehouses(world: World) -> list[Warehouse]:
    kept = [(supplier.slug, "Main warehouse") for supplier in cast.SUPPLIERS]
    kept += [
        (distributor.slug, distributor.warehouse) for distributor in (*cast.DISTRIBUTORS, cast.PROPOSING)
    ]
    return [Warehouse(organization=world.companies[slug], name=name, is_default=True) for slug, name in kept]


def list_in_directory(world: World, kept: dict[str, Place], claimed: set[str]) -> None:
    """Write the directory's entries, their private addresses, and where they take deliveries.

    Args:
        claimed: slugs of the retailers that have people of their own.
    """
    entries = [_entry(world, place, place.slug in claimed) for place in kept.values()]
    emails = [
        DirectoryEmail(retailer=world.companies[place.slug], email=office_of(place.slug))
        for place in kept.values()
    ]
    write(entries, emails, [_ship_to(world, place) for place in kept.values() if place.slug in claimed])


def _brewpub() -> Place:
    brewpub = next(supplier for supplier in cast.BREWERIES if supplier.slug == cast.BREWPUB)
    row = next(row for row in table("breweries") if row["id"] == brewpub.source)
    place = _place(brewpub.slug, row, industry="Brewpub")
    place.slug, place.time_zone = brewpub.slug, brewpub.time_zone
    return place


def address_of(place: Place) -> dict[str, str]:
    """Return where a place is, in the words of every table that keeps it."""
    return {
        "street": place.street[:160],
        "city": place.city,
        "region": place.region,
        "postal_code": place.postal_code,
        "country": place.country,
        "phone": spaced(place.phone),
    }


def spaced(phone: str) -> str:
    """Return a number as people write it across borders."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _entry(world: World, place: Place, is_claimed: bool) -> DirectoryEntry:  # noqa: FBT001 - of this file only
    entry = DirectoryEntry(
        retailer=world.companies[place.slug],
        name=place.name[:120],
        industry=place.industry[:60],
        claimed_at=world.now - FOUNDED if is_claimed else None,
        **address_of(place),
    )
    for name, value in found_by(place_of(entry)).items():
        setattr(entry, name, value)
    return entry


def _ship_to(world: World, place: Place) -> ShipToAddress:
    return ShipToAddress(
        retailer=world.companies[place.slug], name=place.name[:120], is_default=True, **address_of(place)
    )
