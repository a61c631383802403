"""Who is in the demo: the invented companies, and how real and invented ones work together.

Every person and every company in this file is invented, the two hundred buyers made up by `demo.people` too.
Real names come only from `demo/data/`. Whoever is shown late, refused or sent back comes from here (or from
Northwind, which is a fiction of its own).
"""

from dataclasses import dataclass, field

from wholesale.organizations.enums import AgreementMode

PASSWORD = "pour-a-pint-2026"  # noqa: S105 - of the demo's invented people only; shown by demo_accounts


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier of the demo; `source` is its row in breweries.csv."""

    slug: str
    source: str
    sku: str
    time_zone: str
    brand_color: str
    regions: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    ordering: int = 0
    registered: int = 0
    invited: int = 0
    prospects: int = 0
    days_between: tuple[int, int] = (24, 60)


def _team(**people: str) -> tuple[tuple[str, str], ...]:
    return tuple(people.items())


BREWERIES = (
    Supplier(
        slug="upslope-brewing", source="51", sku="UPS", time_zone="America/Denver", brand_color="#0f6674",
        regions=("Colorado",), ordering=34, registered=5, invited=8, prospects=9, days_between=(18, 50),
        people=_team(
            admin="Maren Holt", procurement="Theo Castellan", sales="Ada Okonkwo", warehouse="Piotr Zielin",
            accounting="Wen Harlow", viewer="Nils Aker",
        ),
    ),
    Supplier(
        slug="21st-amendment", source="368", sku="TFA", time_zone="America/Los_Angeles",
        brand_color="#a6322e", regions=("California",), ordering=20, registered=4, invited=5, prospects=6,
        people=_team(
            admin="Inez Calloway", procurement="Bram Sato", sales="Leonie Farr", warehouse="Osei Lindgren",
            accounting="Tuva Merritt", viewer="Hal Brightwater",
        ),
    ),
    Supplier(
        slug="cigar-city", source="141", sku="CCB", time_zone="America/New_York", brand_color="#8a4b16",
        regions=("Florida",), ordering=18, registered=3, invited=5, prospects=6,
        people=_team(
            admin="Paloma Reyes-Hart", procurement="Gus Whitfield", sales="Anouk Delroy",
            warehouse="Ferris Odum", accounting="Mila Trask", viewer="Jonty Vale",
        ),
    ),
    Supplier(
        slug="matt-brewing", source="299", sku="SAR", time_zone="America/New_York", brand_color="#23643c",
        regions=("New York", "Pennsylvania", "Massachusetts"), ordering=20, registered=4, invited=6,
        prospects=8,
        people=_team(
            admin="Cormac Dell", procurement="Saskia Boyle", sales="Emeka Thorne", warehouse="Dora Finch",
            accounting="Ravi Stanhope", viewer="Lotte Ames",
        ),
    ),
    Supplier(
        slug="burn-em-brewing", source="24", sku="BEB", time_zone="America/Chicago", brand_color="#b4430f",
        regions=("Indiana", "Illinois"), ordering=9, registered=2, invited=3, prospects=5,
        people=_team(
            admin="Juno Marsh", procurement="Karel Voss", sales="Delphine Oakes", warehouse="Tobin Grey",
            accounting="Yara Penn", viewer="Silas Crewe",
        ),
    ),
)  # fmt: skip
NORTHWIND = Supplier(
    slug="northwind-traders", source="", sku="NW", time_zone="America/Los_Angeles", brand_color="#31518f",
    regions=(), registered=3, invited=6, prospects=8,
    people=_team(
        admin="Isolde Farraday", procurement="Marcus Bly", sales="Noor Castell", warehouse="Edda Sorley",
        accounting="Quentin Abara", viewer="Petra Lowe",
    ),
)  # fmt: skip
SUPPLIERS = (*BREWERIES, NORTHWIND)


@dataclass(frozen=True, slots=True)
class Distributor:
    """A distributor and how it works for its suppliers; guests and externals have one supplier alone."""

    slug: str
    name: str
    mode: AgreementMode
    suppliers: tuple[str, ...]
    time_zone: str
    warehouse: str
    people: tuple[tuple[str, str], ...] = ()
    shipper: str = ""
    share: float = 0.3  # of its first supplier's customers; of another's those that DELIVERED_BY names
    language: str = "en"


CONNECTED, GUEST, EXTERNAL = AgreementMode.CONNECTED, AgreementMode.GUEST, AgreementMode.EXTERNAL
DISTRIBUTORS = (
    Distributor(
        "summit-plains", "Summit & Plains Beverage", CONNECTED, ("upslope-brewing", "21st-amendment"),
        "America/Denver", "Commerce City", _team(
            admin="Harriet Coyle", dispatcher="Dario Venn", driver="Mateo Larkin", driver_2="Bea Norwood",
        ), share=0.4,
    ),
    Distributor(
        "redwood-haulers", "Redwood Coast Haulers", CONNECTED, ("21st-amendment",), "America/Los_Angeles",
        "Hayward", _team(admin="Clement Osgood", dispatcher="Rita Solano", driver="Beau Tanner"), share=0.6,
    ),
    Distributor(
        "poudre-valley", "Poudre Valley Cartage", GUEST, ("upslope-brewing",), "America/Denver",
        "Fort Collins depot", _team(dispatcher="Lena Stroud", driver="Abel Quick"), share=0.2,
    ),
    Distributor(
        "western-slope", "Western Slope Freight", EXTERNAL, ("upslope-brewing",), "America/Denver",
        "Grand Junction", share=0.15,
    ),
    Distributor(
        "gulf-line", "Gulf Line Beverage", CONNECTED, ("cigar-city",), "America/New_York", "Ybor cold store",
        _team(admin="Solange Petit", dispatcher="Wade Ellery", driver="Ximena Foss"), share=0.6,
        language="es",
    ),
    Distributor(
        "mohawk-drays", "Mohawk Valley Drays", CONNECTED, ("matt-brewing",), "America/New_York", "Herkimer",
        _team(admin="Fitz Amory", dispatcher="Gwen Talbot", driver="Ike Rowan"), share=0.5,
    ),
    Distributor(
        "speedy-express", "Speedy Express", CONNECTED, ("northwind-traders",), "America/Los_Angeles",
        "Portland", _team(admin="Vera Kingsley", dispatcher="Otto Brand", driver="Lucho Salas"), shipper="1",
    ),
    Distributor(
        "united-package", "United Package", GUEST, ("northwind-traders",), "America/Los_Angeles", "Seattle",
        _team(dispatcher="Cleo Marchetti", driver="Rune Ashby"), shipper="2",
    ),
    Distributor(
        "federal-shipping", "Federal Shipping", EXTERNAL, ("northwind-traders",), "America/Los_Angeles",
        "Tacoma", shipper="3",
    ),
)  # fmt: skip
# A distributor that has proposed and waits for an answer: one thing to decide on the demo's first page.
PROPOSING = Distributor(
    "bay-bridge-haulage", "Bay Bridge Haulage", CONNECTED, ("21st-amendment",), "America/Los_Angeles",
    "Alameda", _team(admin="Colette Ruiz-Marsh", dispatcher="Ned Sparrow"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retailer:
    """An invented retailer, with the suppliers it buys from and its people by role."""

    slug: str
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    phone: str
    industry: str
    suppliers: tuple[str, ...]
    people: tuple[tuple[str, str], ...] = ()
    country: str = "US"
    language: str = "en"
    time_zone: str = "America/Denver"
    shares: tuple[str, ...] = field(default=())  # people who belong to another company too: "role:email slug"


RETAILERS = (
    Retailer(
        "tin-lantern", "The Tin Lantern", "1120 Juniper St", "Boulder", "Colorado", "80302", "+13035550114",
        "Bar", ("upslope-brewing", "21st-amendment", "northwind-traders"),
        _team(admin="Rosa Quintero-Bell", buyer="Felix Amadi", bookkeeper="Ismael Bright"),
    ),
    Retailer(
        "quill-and-barrel", "Quill & Barrel", "48 Larimer Ct", "Denver", "Colorado", "80202", "+13035550127",
        "Bar", ("upslope-brewing", "21st-amendment"), _team(admin="Odette Marlow"),
        shares=("bookkeeper:Ismael Bright",),
    ),
    Retailer(
        "paper-moose", "The Paper Moose", "305 Linden Ave", "Fort Collins", "Colorado", "80524",
        "+19705550142", "Pub", ("upslope-brewing",),
    ),
    Retailer(
        "nine-stair-cellar", "Nine Stair Cellar", "77 Main St", "Grand Junction", "Colorado", "81501",
        "+19705550168", "Bottle shop", ("upslope-brewing",),
    ),
    Retailer(
        "juniper-and-rye", "Juniper & Rye", "910 S Cascade Ave", "Colorado Springs", "Colorado",
        "80903", "+17195550109", "Restaurant", ("upslope-brewing",),
    ),
    Retailer(
        "lamplight-pantry", "The Lamplight Pantry", "2214 Dolphin Way", "Oakland", "California", "94607",
        "+15105550133", "Restaurant", ("21st-amendment",), time_zone="America/Los_Angeles",
    ),
    Retailer(
        "redwood-ladle", "The Redwood Ladle", "15 Fernbank Rd", "Santa Rosa", "California", "95404",
        "+17075550171", "Restaurant", ("21st-amendment",), time_zone="America/Los_Angeles",
    ),
    Retailer(
        "pelican-parlor", "Pelican Parlor", "640 Gulfview Blvd", "Clearwater", "Florida", "33767",
        "+17275550150", "Bar", ("cigar-city",), time_zone="America/New_York", language="es",
    ),
    Retailer(
        "salt-ladder", "The Salt Ladder", "31 Mangrove Ln", "Sarasota", "Florida", "34236", "+19415550186",
        "Restaurant", ("cigar-city",), time_zone="America/New_York",
    ),
    Retailer(
        "iron-sparrow", "The Iron Sparrow", "118 Genesee Sq", "Utica", "New York", "13501", "+13155550122",
        "Pub", ("matt-brewing",), time_zone="America/New_York",
    ),
    Retailer(
        "hemlock-hall", "Hemlock Hall Social Club", "9 Erie Walk", "Syracuse", "New York", "13202",
        "+13155550195", "Event hall", ("matt-brewing",), time_zone="America/New_York",
    ),
    Retailer(
        "dune-grass", "Dune Grass Taproom", "402 Lakefront Dr", "Chesterton", "Indiana", "46304",
        "+12195550147", "Taproom", ("burn-em-brewing", "matt-brewing"), time_zone="America/Chicago",
    ),
    Retailer(
        "steel-heron", "The Steel Heron", "1701 Slag Mill Rd", "Hammond", "Indiana", "46320", "+12195550163",
        "Bar", ("burn-em-brewing",), time_zone="America/Chicago",
    ),
    Retailer(
        "bistrot-marelle", "Bistrot de la Marelle", "12 rue des Petits-Palets", "Paris", "Île-de-France",
        "75011", "+33199000114", "Restaurant", ("northwind-traders",),
        _team(admin="Apolline Vasseur", buyer="Rémi Costard"), country="FR", language="fr",
        time_zone="Europe/Paris",
    ),
    Retailer(
        "despensa-irene", "La Despensa de Irene", "Calle del Romero Alto 8", "Madrid", "Madrid", "28004",
        "", "Grocer", ("northwind-traders",), _team(admin="Irene Salvatierra", buyer="Nuño Ferrer"),
        country="ES", language="es", time_zone="Europe/Madrid",
    ),
)  # fmt: skip

# Who delivers to them, where it is not the next one's turn: (supplier, retailer) → distributor.
DELIVERED_BY = {
    ("upslope-brewing", "tin-lantern"): "summit-plains",
    ("upslope-brewing", "quill-and-barrel"): "summit-plains",
    ("upslope-brewing", "paper-moose"): "poudre-valley",
    ("upslope-brewing", "nine-stair-cellar"): "western-slope",
    ("21st-amendment", "tin-lantern"): "summit-plains",
    ("21st-amendment", "quill-and-barrel"): "summit-plains",
}

# Brewpubs buy too: this supplier wears the retailer's hat as well, and buys from these.
BREWPUB = "burn-em-brewing"
BREWPUB_BUYS_FROM = ("matt-brewing", "northwind-traders")

# Who is named first by `demo_accounts`, one good way in per kind of person.
FIRST_TO_TRY = (
    ("upslope-brewing", "admin"),
    ("upslope-brewing", "warehouse"),
    ("northwind-traders", "admin"),
    ("burn-em-brewing", "admin"),
    ("summit-plains", "dispatcher"),
    ("summit-plains", "driver"),
    ("poudre-valley", "dispatcher"),
    ("tin-lantern", "admin"),
    ("tin-lantern", "bookkeeper"),
    ("bistrot-marelle", "admin"),
    ("despensa-irene", "admin"),
)
