"""Customers as rows of a sheet: its columns, the headings they go by in three languages, and what cells mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers.details import PUBLIC_FIELDS
from retailers.enums import Industry
from retailers.words import plain
from wholesale.sheets.columns import Column

OWN = "own"  # delivered by the supplier itself
PRIVATE_FIELDS = ("nickname", "number", "contact_name", "contact_email", "language", "note")
_EMPTY = frozenset({"NULL", "N/A"})  # how other programs write that there is nothing
_ALIASES = {"usa": "US", "u.s.a.": "US", "uk": "GB", "england": "GB", "scotland": "GB", "holland": "NL"}


def _column(key: str, label: object, synonyms: str, **options: object) -> Column:
    return Column(key, label, tuple(synonyms.split(", ")), **options)  # type: ignore[arg-type]


COLUMNS = (
    _column(
        "number", gettext_lazy("Customer number"),
        "customer no, cust no, customer id, customer code, client number, client no, account number, account no,"
        " account, number, numero, no client, numero client, numero du client, code client, compte, numero cliente,"
        " no cliente, codigo cliente, codigo de cliente, cuenta",
        max_length=40, example=("1307", "1308"),
        help=gettext_lazy("Yours. A row with a number you have already changes that customer."),
    ),
    _column(
        "name", gettext_lazy("Company name"),
        "name, company, customer, customer name, client, client name, business, business name, account name,"
        " trade name, retailer, store, store name, shop, shop name, establishment, nom, entreprise,"
        " nom de l’entreprise, raison sociale, societe, compagnie, nom de la compagnie, client, nom du client,"
        " etablissement, nom de l’etablissement, detaillant, commerce, nombre, empresa, nombre de la empresa,"
        " razon social, compania, cliente, nombre del cliente, establecimiento, minorista, comercio",
        is_required=True, max_length=120, example=("Bar Le Cormoran", "Deux Moulins Café"),
    ),
    _column(
        "email", gettext_lazy("Email"),
        "e-mail, mail, email address, e-mail address, contact email, courriel, adresse courriel, adresse e-mail,"
        " adresse email, adresse electronique, mel, correo, correo electronico, direccion de correo",
        is_required=True, max_length=254, example=("bar@example.com", "cafe@example.com"),
        help=gettext_lazy("The invitation goes here once you send one. Other suppliers never see it."),
    ),
    _column(
        "phone", gettext_lazy("Phone"),
        "telephone, tel, phone number, phone no, office phone, mobile, cell, numero de telephone, telefono,"
        " numero de telefono, movil, celular",
        max_length=40, example=("+1 514 555 0148", "+1 418 555 0199"),
    ),
    _column(
        "street", gettext_lazy("Street and number"),
        "street, address, street address, address 1, address line 1, ship to address, adresse, rue, adresse 1,"
        " no et rue, direccion, calle, domicilio, calle y numero",
        max_length=160, example=("48 rue Laurendeau", "2450 Elm Street"),
    ),
    _column(
        "postal_code", gettext_lazy("Postal code"),
        "zip, zip code, postcode, post code, code postal, cp, codigo postal",
        max_length=16, example=("H4E 3W4", "97205"),
    ),
    _column(
        "city", gettext_lazy("City"),
        "town, municipality, ville, municipalite, localite, ciudad, municipio, localidad, poblacion",
        max_length=80, example=("Montréal", "Portland"),
    ),
    _column(
        "region", gettext_lazy("State or province"),
        "region, state, province, county, etat, departement, estado, provincia, state/province",
        max_length=80, example=("QC", "OR"),
    ),
    _column("country", gettext_lazy("Country"), "country code, pays, pais", max_length=80, example=("CA", "US")),
    _column(
        "contact_name", gettext_lazy("Contact"),
        "contact name, contact person, personne contact, nom du contact, contacto, nombre del contacto,"
        " persona de contacto, attention, attn",
        max_length=120, example=("Jeanne Roy", "Sam Ortiz"),
    ),
    _column(
        "language", gettext_lazy("Language"), "langue, idioma, lang, preferred language",
        max_length=40, example=("fr", "en"), help=gettext_lazy("en, fr or es, or the language’s name."),
    ),
    _column(
        "industry", gettext_lazy("Industry"),
        "type, business type, kind of business, sector, secteur, industrie, activite, type de commerce,"
        " sector, industria, tipo, tipo de negocio",
        max_length=60, example=("bar", "cafe"),
    ),
    _column(
        "distributor", gettext_lazy("Delivered by"),
        "distributor, distributeur, livre par, distribuidor, entregado por",
        max_length=120, example=(OWN, OWN),
        help=gettext_lazy("The name of one of your distributors, or “own”: you deliver yourselves."),
    ),
    _column(
        "representative", gettext_lazy("Representative"),
        "sales representative, sales rep, rep, salesperson, account manager, representant, vendeur, commercial,"
        " charge de compte, representante, vendedor, comercial, ejecutivo de cuenta",
        max_length=254, help=gettext_lazy("The email, or the name, of the colleague who looks after it."),
    ),
    _column(
        "groups", gettext_lazy("Groups"),
        "group, customer group, customer groups, segment, groupe, groupes, groupe de clients, grupo, grupos,"
        " grupo de clientes, segmento",
        max_length=2000,
        help=gettext_lazy("Names of your groups, with semicolons between: it will be in these and no others."),
    ),
    _column(
        "labels", gettext_lazy("Labels"),
        "label, tag, tags, etiquette, etiquettes, libelle, libelles, mot cle, mots cles, etiqueta, etiquetas",
        max_length=1000, example=("patio, 12 taps", ""),
        help=gettext_lazy("Your own words, with commas between: it will have these and no others."),
    ),
    _column(
        "nickname", gettext_lazy("Nickname"), "alias, short name, surnom, nom court, apodo, nombre corto",
        max_length=120, example=("Cormoran", ""), help=gettext_lazy("Only you see it."),
    ),
    _column(
        "note", gettext_lazy("Internal note"),
        "note, notes, comment, comments, remark, remarks, commentaire, commentaires, remarque, nota, notas,"
        " comentario, comentarios, observaciones",
        max_length=2000, example=("", "Ring twice"),
    ),
    _column("status", gettext_lazy("Status"), "statut, estado del cliente", is_shown_only=True),
    _column("is_active", gettext_lazy("Active"), "actif, activo", is_shown_only=True),
    _column("last_ordered", gettext_lazy("Last order"), "last ordered", is_shown_only=True),
    _column(
        "cratebook_id", gettext_lazy("Cratebook ID"), "cratebook", is_from_export=True,
        help=gettext_lazy("Of an export; leave it as it is, and empty for a new row."),
    ),
)  # fmt: skip


@dataclass
class Cells:
    """A row's cells as they will be kept, by column; an empty cell is left out, for it changes nothing."""

    kept: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    customer_id: UUID | None = None

    def text(self, key: str) -> str:
        """Return a cell, or nothing."""
        return self.kept.get(key, "")


def cells_of(values: Mapping[str, str]) -> Cells:
    """Return what a row says, and what is wrong with it."""
    cells = Cells()
    for key, value in values.items():
        text = value if key == "note" else " ".join(value.split())
        if text and text not in _EMPTY:
            try:
                _take(cells, key, text)
            except ValidationError as error:
                cells.faults += error.messages
    return cells


def number_key(number: str) -> str:
    """Return a customer number as it is compared within a file."""
    return " ".join(number.split())


def _take(cells: Cells, key: str, text: str) -> None:
    if key == "cratebook_id":
        cells.customer_id = _id(text)
    elif key in _READ:
        cells.kept[key] = _READ[key](text)
    else:
        cells.kept[key] = text


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no Cratebook ID.") % {"text": text[:40]}) from error


def _name(text: str) -> str:
    if not any(letter.isalnum() for letter in plain(text)):
        raise ValidationError(_("Enter the name of the company."))
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValidationError(_("“%(text)s” is no complete email address.") % {"text": text[:80]}) from error
    return text.lower()


def _phone(text: str) -> str:
    if not 6 <= sum(letter.isdigit() for letter in text) <= 15:
        raise ValidationError(
            _("“%(text)s” is no phone number: it has 6 to 15 digits.") % {"text": text[:40]}
        )
    return text


def _country(text: str) -> str:
    code = countries().get(plain(text))
    if code is None:
        raise ValidationError(_("“%(text)s” is no country.") % {"text": text[:40]})
    return code


def _language(text: str) -> str:
    code = languages().get(plain(text)) or languages().get(plain(text)[:2] if text[2:3] in "-_" else "")
    if code is None:
        words = _("“%(text)s” is no language that mails are written in: en, fr or es.")
        raise ValidationError(words % {"text": text[:40]})
    return code


def _industry(text: str) -> str:
    return industries().get(plain(text), text)


_READ = {
    "name": _name,
    "email": _email,
    "phone": _phone,
    "country": _country,
    "language": _language,
    "industry": _industry,
}


@cache
def countries() -> dict[str, str]:
    """Return plain name or code to code, of the languages we speak."""
    found = {plain(name): code for name, code in _ALIASES.items()}
    for language, _label in settings.LANGUAGES:
        names = Locale.parse(language).territories
        found |= {plain(name): code for code, name in names.items() if len(code) == 2 and code.isalpha()}
    codes = {code for code in found.values() if code.isupper()}
    return found | {plain(code): code for code in codes}


@cache
def languages() -> dict[str, str]:
    """Return plain name or code to code."""
    codes = [code for code, _label in settings.LANGUAGES]
    named = {plain(Locale.parse(said).languages[code]): code for said in codes for code in codes}
    return named | {code: code for code in codes}


@cache
def industries() -> dict[str, str]:
    """Return plain name or key to key, in every language."""
    found = {industry.value: industry.value for industry in Industry}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found |= {plain(str(industry.label)): industry.value for industry in Industry}
    return found


__all__ = ["COLUMNS", "OWN", "PRIVATE_FIELDS", "PUBLIC_FIELDS", "Cells", "cells_of", "number_key"]
