"""Retailers ask for access on the day the demo is loaded: some by a poster's link, some by themselves."""

from dataclasses import dataclass

from demo.loading.world import World, acting
from invitations.models import InviteTag
from invitations.services import (
    approve_request,
    ask_as_visitor,
    ask_for_access,
    make_tag,
    reject_request,
)
from retailers.services import EntryDetails
from wholesale.organizations.enums import Side


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who scanned a poster's code and has no account yet."""

    name: str
    email: str
    shop: EntryDetails
    message: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A company with an account that asks a supplier, and what becomes of it: nothing yet without `decision`."""

    supplier: str
    retailer: str
    message: str = ""
    decision: str = ""
    answer: str = ""


POSTERS = ("Autumn tasting", "Counter card")
SCANNED = "upslope-brewing"
VISITS = (
    Visit(
        "Ottilie Brandt",
        "ottilie.brandt@copper-kettle-corner.example.com",
        EntryDetails(
            name="Copper Kettle Corner",
            street="233 Tansy Street",
            city="Golden",
            region="Colorado",
            postal_code="80401",
            phone="+1 303 555 0188",
            industry="Bar",
        ),
        "We met at your stand. Twelve taps, two of them free from next month.",
    ),
    Visit(
        "Jasper Okafor",
        "jasper.okafor@blue-door-bottles.example.com",
        EntryDetails(
            name="Blue Door Bottles",
            street="71 Aspen Row",
            city="Longmont",
            region="Colorado",
            postal_code="80501",
            phone="+1 303 555 0161",
            industry="Bottle shop",
        ),
    ),
)
ASKINGS = (
    Asking("upslope-brewing", "redwood-ladle", "Our second place opens in Boulder in spring."),
    Asking("upslope-brewing", "hemlock-hall", decision="approve"),
    Asking("matt-brewing", "tin-lantern", "Your beers would go well with our winter card."),
    Asking(
        "burn-em-brewing",
        "tin-lantern",
        decision="reject",
        answer="We do not deliver west of Illinois yet. Please ask again next year.",
    ),
)


def ask_around(world: World) -> None:
    """Let the retailers ask, and the suppliers answer some of them."""
    poster = _hang_posters(world)
    company = world.companies[SCANNED]
    for visit in VISITS:
        asked = ask_as_visitor(
            supplier=company,
            email=visit.email,
            person_name=visit.name,
            language="en",
            time_zone=company.time_zone,
            details=visit.shop,
            retailer=None,
            message=visit.message,
            tag=poster,
        )
        asked.person.password = world.person(SCANNED, "admin").password  # they have set one since
        asked.person.save(update_fields=["password"])
    for asking in ASKINGS:
        _ask(world, asking)


def _hang_posters(world: World) -> InviteTag:
    """Make the tags of the posters; return the one that people scan."""
    person = world.person(SCANNED, "procurement")
    with acting(world, person, SCANNED, Side.SELLING):
        tags = [make_tag(supplier=world.companies[SCANNED], name=name, by=person) for name in POSTERS]
    return tags[0]


def _ask(world: World, asking: Asking) -> None:
    supplier, buyer = world.companies[asking.supplier], world.person(asking.retailer, "buyer", "admin")
    with acting(world, buyer, asking.retailer, Side.BUYING):
        asked = ask_for_access(
            supplier=supplier, retailer=world.companies[asking.retailer], by=buyer, message=asking.message
        )
    seller = world.person(asking.supplier, "procurement")
    with acting(world, seller, asking.supplier, Side.SELLING):
        if asking.decision == "approve":
            approve_request(request=asked, by=seller)
        elif asking.decision == "reject":
            reject_request(request=asked, by=seller, answer=asking.answer)
