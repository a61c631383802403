"""Names and addresses as words that can be compared: no accents, no case, one spelling for each abbreviation."""

import re
import unicodedata

import phonenumbers

# What NFKD does not take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ı": "i", "þ": "th", "ð": "d"})
_POSSESSIVE = re.compile(r"(?<=\w)['’`?](?=s\b)")  # ? is what a wrong encoding leaves of it
_WORD = re.compile(r"[^\W_]+")
_HOUSE_NUMBER = re.compile(r"(\d+)([a-z]?)")

# Each spelling on the right is read as the word on the left. "St" is both Street and Saint: one word for all
# of them finds "St. John St", "Saint John Street" and "St-John" alike.
_SPELLINGS = {
    "st": "street saint sainte ste str strasse straat",
    "ave": "avenue av avenida avda aven",
    "blvd": "boulevard boul bd bld bvd blv bvld bulevar",
    "rue": "r",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "pl": "place plaza plz platz",
    "sq": "square",
    "ct": "court",
    "hwy": "highway",
    "fwy": "freeway",
    "pkwy": "parkway",
    "rte": "route",
    "chemin": "ch che",
    "fg": "faubourg",
    "impasse": "imp",
    "quai": "qu",
    "calle": "c cl",
    "crta": "carretera ctra",
    "bldg": "building",
    "center": "centre centro ctr cntr cent",
    "association": "assn assoc asso",
    "services": "svcs svc service",
    "market": "mkt marche mercado",
    "foundation": "fndn",
    "school": "schools sch",
    "n": "north nord norte",
    "s": "south sud sur",
    "e": "east est este",
    "w": "west ouest oeste",
    "mt": "mount mont monte",
    "1st": "first premier premiere 1er 1ere",
    "2nd": "second deuxieme 2e 2eme 2me",
    "3rd": "third troisieme 3e 3eme",
    "4th": "fourth quatrieme 4e 4eme",
    "5th": "fifth cinquieme 5e 5eme",
    "6th": "sixth sixieme 6e 6eme",
    "7th": "seventh septieme 7e 7eme",
    "8th": "eighth huitieme 8e 8eme",
    "9th": "ninth neuvieme 9e 9eme",
    "bros": "brothers",
    "intl": "international",
    "cafe": "caffe kafe coffee",
    "restaurant": "restaurante restaurants resto rest",
}
CANONICAL = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Say nothing about which company it is: never asked for, never compared.
FILLERS = _set("the a le la les l d de du des of and et y und au aux el los las del chez at")
LEGAL_FORMS = _set(
    "inc ltd ltee limited llc llp lp co corp corporation company cie compagnie sarl eurl sas sasu sa snc enr senc"
    " gmbh ag kg bv nv sl srl plc pty obnl"
)
# Say what kind of place it is, which many share.
KINDS = _set(
    "bar cafe restaurant pub taverne tavern brasserie bistro bistrot epicerie marche market grocery depanneur"
    " brewery brewing brewpub brewhouse taproom beer biere bieres ale house club hotel auberge inn shop store boutique"
    " cave caves wine wines vin vins spirits liquor liquors traiteur boulangerie patisserie boucherie poissonnerie"
    " rotisserie charcuterie fromagerie fruiterie friterie friteries creperie cantine cafeteria pizza pizzeria sushi"
    " burger grill bbq buffet deli diner bakery kitchen cuisine supermarche supermarket superette alimentation"
    " aliments foods food bodega cerveceria taberna tienda bierkeller brauerei brauhaus lounge eatery center"
    " casse croute"
)

# What kind of way a street is, and its side of town.
STREET_KINDS = _set(
    "st ave blvd rue rd dr ln pl sq ct hwy fwy pkwy rte chemin fg impasse quai calle crta bldg n s e w suite apt unit"
    " local cours allee allees"
)

GENERIC = KINDS | STREET_KINDS


def plain(text: str) -> str:
    """Return text in small letters without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def raw_words(text: str) -> list[str]:
    """Return the words of a text as they are spelled, in small letters without accents."""
    return _WORD.findall(_POSSESSIVE.sub("", plain(text)))


def words_of(text: str) -> list[str]:
    """Return the words of a text, each in its one spelling: "48 Boul. St-Laurent" is 48, blvd, st, laurent."""
    return in_one_spelling(raw_words(text))


def in_one_spelling(words: list[str]) -> list[str]:
    """Return small words without accents, each in its one spelling."""
    return [CANONICAL.get(word, word) for word in words]


def is_house_number(word: str) -> bool:
    """Tell whether a word is a number as a house has it: 48 or 48a, but not 5th."""
    return _HOUSE_NUMBER.fullmatch(word) is not None


def number_parts(word: str) -> list[str]:
    """Return how a word is also asked for: 48a as 48a and as 48, others as they are."""
    match = _HOUSE_NUMBER.fullmatch(word)
    return [word, match[1]] if match and match[2] else [word]


def numbers_of(text: str) -> set[str]:
    """Return the house numbers in a text, with and without the letter behind."""
    return {part for word in raw_words(text) if is_house_number(word) for part in number_parts(word)}


def core_of(name: str) -> list[str]:
    """Return the words that tell a company from others of its kind; all of them if nothing else is left."""
    words = words_of(name)
    distinct = [word for word in words if word not in FILLERS and word not in LEGAL_FORMS]
    return [word for word in distinct if word not in KINDS] or distinct or words


def phone_digits(phone: str, country: str = "") -> list[str]:
    """Return the forms in which a phone may be typed whole: with and without the country's code.

    Args:
        country: two letters, for a number without a country's code.
    """
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 7:
        return []
    forms = {digits, digits.lstrip("0")}
    try:
        number = phonenumbers.parse(phone, country.upper() or None)
    except phonenumbers.NumberParseException:
        return sorted(forms)
    national = str(number.national_number)
    return sorted(forms | {national, "0" + national, f"{number.country_code}{national}"})
