"""Cut the demo's copies out of the data sets they come from.

    python -m demo.extract PATH_TO_THE_DATA_SETS

Writes `demo/data/`; the same input always gives the same bytes. What is kept and what is left out, and under
which licence, stands in `demo/data/README.md`.
"""

import csv
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import phonenumbers

HERE = Path(__file__).parent / "data"
Row = dict[str, str]

# craftcans id → where that brewery stands in Open Brewery DB.
BREWERIES = {
    "51": "Upslope Brewing Company - Lee Hill",
    "368": "21st Amendment Brewery",
    "141": "Cigar City Brewing Co",
    "299": "Saranac Brewery / Matt Brewing Co",
    "24": "Burn'Em Brewing",
}
CASES = {"8.4": (24, 248), "12.0": (24, 355), "16.0": (24, 473), "19.2": (12, 568), "24.0": (12, 710)}

# Places of the directory per state and country: dense around the breweries, thin in the rest of the world.
STATES = {
    "Colorado": 80, "California": 60, "Florida": 46, "New York": 50, "Pennsylvania": 20, "Massachusetts": 20,
    "Indiana": 38, "Illinois": 40, "Michigan": 30,
}  # fmt: skip
COUNTRIES = {
    "Canada": 33, "Germany": 45, "England": 11, "Ireland": 5, "Belgium": 4, "Netherlands": 5, "Portugal": 4,
    "Austria": 1, "Finland": 9, "Singapore": 8, "South Africa": 8, "Japan": 5,
}  # fmt: skip
PLACE_TYPES = {"brewpub", "taproom", "bar", "beergarden"}
COUNTRY_CODES = {
    "Argentina": "AR", "Austria": "AT", "Belgium": "BE", "Brazil": "BR", "Canada": "CA", "Denmark": "DK",
    "England": "GB", "Finland": "FI", "France": "FR", "Germany": "DE", "Ireland": "IE", "Italy": "IT",
    "Japan": "JP", "Mexico": "MX", "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT",
    "Singapore": "SG", "South Africa": "ZA", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "UK": "GB",
    "USA": "US", "United States": "US", "Venezuela": "VE", "Australia": "AU",
}  # fmt: skip
# Shops of the Paris list that sell food or drink, but are called by a person's name, or by no name at all.
PARIS_LEFT_OUT = {
    "Zhang Jingjie", "Liu Zhuang", "Ning Jin", "Jin", "Gerald Vaque", "Patrick Hayee",
    "Fromagerie Roland Rousselet affineur", "Boulangerie pâtisserie Restaurant ou traiteur",
}  # fmt: skip
PARIS_TRADES = {
    "Alimentation générale et produits de première nécessité", "Restaurant ou traiteur",
    "Caviste - Brasserie", "Fromagerie", "Primeur", "Boulangerie - pâtisserie",
    "Boucherie - charcuterie - rôtisserie",
}  # fmt: skip


def extract_breweries(sets: Path) -> None:
    """Write breweries.csv and beers.csv."""
    places = {row["name"]: row for row in _rows(sets / "beer/openbrewerydb_2026.csv.gz")}
    breweries = {row["id"]: row for row in _rows(sets / "beer/craftcans_breweries.csv")}
    kept = [
        {"id": key, "name": breweries[key]["name"], **_place(places[name])} for key, name in BREWERIES.items()
    ]
    _write("breweries.csv", kept)
    listed = [row for row in _rows(sets / "beer/craftcans_beers.csv") if row["brewery_id"] in BREWERIES]
    beers: dict[tuple[str, ...], Row] = {}
    for row in sorted(listed, key=lambda row: (int(row["brewery_id"]), int(row["id"]))):
        beer = _beer(row)
        beers.setdefault((beer["brewery_id"], beer["name"], beer["can_ml"]), beer)
    _write("beers.csv", beers.values())


def _beer(row: Row) -> Row:
    cans, millilitres = CASES[row["ounces"]]
    abv = f"{Decimal(row['abv']) * 100:.1f}" if row["abv"] else ""
    ibu = row["ibu"].removesuffix(".0")
    name = _clean(re.sub(r"\(\d+ oz\.\)$", "", row["name"]))
    return {
        "brewery_id": row["brewery_id"],
        "id": row["id"],
        "name": name,
        "style": row["style"],
        "abv_percent": abv,
        "ibu": ibu,
        "cans": str(cans),
        "can_ml": str(millilitres),
    }


def extract_directory(sets: Path) -> None:
    """Write directory.csv: places that pour beer, with a full address and a phone that can be dialled."""
    chosen: dict[str, int] = dict.fromkeys((*STATES, *COUNTRIES), 0)
    kept: list[Row] = []
    seen: set[str] = set()
    places = (
        row for row in _rows(sets / "beer/openbrewerydb_2026.csv.gz") if row["brewery_type"] in PLACE_TYPES
    )
    for row in sorted(places, key=_shuffled):
        area = row["state_province"] if row["country"] == "United States" else row["country"]
        wanted = STATES.get(area, COUNTRIES.get(area, 0))
        place = {"id": row["id"], "name": row["name"], "kind": row["brewery_type"], **_place(row)}
        complete = all(place[key] for key in ("address", "city", "postal_code", "phone"))
        taken = place["phone"] in seen or row["name"] in BREWERIES.values() or len(row["name"]) < 4
        if complete and not taken and chosen.get(area, wanted) < wanted:
            chosen[area] += 1
            seen.add(place["phone"])
            kept.append(place)
    kept.sort(key=lambda place: (place["country"], place["region"], place["name"], place["id"]))
    _write("directory.csv", kept)


def extract_paris(sets: Path) -> None:
    """Write paris_shops.csv: food and drink shops of Paris, by their shop name."""
    shops = json.loads((sets / "retailers/paris_shops.json").read_text("utf-8"))
    kept = [
        {
            "name": _clean(shop["nom_du_commerce"]),
            "kind": shop["type_de_commerce"],
            "address": _clean(shop["adresse"]),
            "city": "Paris",
            "postal_code": shop["code_postal"],
            "country": "FR",
            "phone": _phone(shop.get("telephone", ""), "FR"),
        }
        for shop in shops
        if shop["type_de_commerce"] in PARIS_TRADES and shop["nom_du_commerce"] not in PARIS_LEFT_OUT
    ]
    _write("paris_shops.csv", sorted(kept, key=lambda shop: (shop["name"], shop["address"])))


def extract_northwind(sets: Path) -> None:
    """Write northwind_*.csv: everything that is about a company, nothing about a person."""
    tables = {
        "categories": "categoryID categoryName description",
        "suppliers": "supplierID companyName city country",
        "shippers": "shipperID companyName phone",
        "products": "productID productName supplierID categoryID quantityPerUnit unitPrice unitsInStock "
        "reorderLevel discontinued",
        "customers": "customerID companyName address city region postalCode country phone",
        "orders": "orderID customerID orderDate requiredDate shippedDate shipVia freight",
        "order-details": "orderID productID unitPrice quantity discount",
    }
    for table, columns in tables.items():
        source = sets / "orders/northwind" / (table + (".csv.gz" if table == "orders" else ".csv"))
        rows = [
            {column: _northwind(row[column], column) for column in columns.split()} for row in _whole(source)
        ]
        for row in rows:
            if table == "customers":
                row["country"] = COUNTRY_CODES[row["country"]]
                row["phone"] = _phone(row["phone"], row["country"])
            if table == "shippers":
                row["phone"] = _phone(row["phone"], "US")
        _write(f"northwind_{table.replace('order-details', 'lines')}.csv", rows)


def _whole(path: Path) -> Iterator[Row]:
    """Yield Northwind's rows with the commas put back that stand unquoted inside a name or an address."""
    lines = _text(path).splitlines()
    header = lines[0].split(",")
    for cells in csv.reader(lines[1:]):
        extra = len(cells) - len(header)
        if extra > 0 and "companyName" in header:
            cut = header.index("address")
            cut = 1 if cells[2].startswith(" ") else cut
            cells[cut : cut + extra + 1] = [",".join(cells[cut : cut + extra + 1])]
        yield dict(zip(header, cells, strict=False))


def _northwind(text: str, column: str) -> str:
    if text == "NULL":
        return ""
    if column.endswith("Date"):
        return text.partition(" ")[0]
    return _clean(text).replace("Blondesddsl", "Blondel")  # its own orders spell that customer right


def _place(row: Row) -> Row:
    country = COUNTRY_CODES.get(row["country"], "")
    return {
        "address": _clean(", ".join(part for part in (row["address_1"], row["address_2"]) if part)),
        "city": _clean(row["city"]),
        "region": _clean(row["state_province"]),
        "postal_code": re.sub(r"^(\d{5})-\d{0,4}$", r"\1", row["postal_code"].strip()),
        "country": country,
        "phone": _phone(row["phone"], country) if country else "",
    }


def _phone(text: str, country: str) -> str:
    """Return the number as E.164, or nothing where it cannot be dialled."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _shuffled(row: Row) -> str:
    return hashlib.sha256(row["id"].encode()).hexdigest()


def _clean(text: str) -> str:
    return " ".join(text.split())


def _rows(path: Path) -> Iterator[Row]:
    for row in csv.DictReader(_text(path).splitlines()):
        yield {key: (value or "").strip() for key, value in row.items() if key}


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def _write(name: str, rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m demo.extract PATH_TO_THE_DATA_SETS")
    HERE.mkdir(exist_ok=True)
    folder = Path(sys.argv[1])
    for step in (extract_breweries, extract_directory, extract_paris, extract_northwind):
        step(folder)
