"""Finding products by the words that are said of them: any beginning of each word, whatever its accents or case."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from catalogs.details import fold
from catalogs.models import Product, ProductToken

# As migration words_follow splits what is said of a product.
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~]+")
LONGEST_WORD, MOST_WORDS = 60, 12
# Words of these lengths are kept with their spellings; one typed may have a letter less or more.
SHORTEST_SPELT, LONGEST_SPELT = 3, 31
_LAST = "\U0010ffff"


def words_of(text: str) -> list[str]:
    """Return the words of what is searched for, folded, each once and at most MOST_WORDS."""
    words = (word[:LONGEST_WORD] for word in _BETWEEN_WORDS.split(fold(text)) if word)
    return list(dict.fromkeys(words))[:MOST_WORDS]


def matching(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Narrow products to those that have for every word one that begins so.

    In SKU, name, brand, category, pack, barcode or properties. Works for every side that may read products.
    """
    for word in words_of(text):
        products = products.filter(_has(word))
    return products


def _has(word: str) -> Exists:
    # Comparisons that leak nothing, so that an index may answer them before row-level security has.
    tokens = ProductToken.objects.filter(
        supplier_id=OuterRef("supplier_id"),
        product_id=OuterRef("pk"),
        token__gte=word,
        token__lt=word + _LAST,
    )
    return Exists(tokens)


def words_marked(count: int) -> str:
    """Return a text of so many words that stand for others while a statement is compiled (words_unmarked)."""
    return " ".join(f"Mark{number}Mark" for number in range(count))


def words_unmarked(text: str) -> dict[str, str]:
    """Return what of a text stands in the place of each parameter that `matching` and `closeness` made of marks."""
    words, like = words_of(text), connection.ops.prep_for_like_query
    marked = words_marked(len(words))
    values = {marked: text.strip(), f" {fold(marked)}%": f" {like(fold(text))}%"}
    for mark, word in zip(words_of(marked), words, strict=True):
        values |= {mark: word, mark + _LAST: word + _LAST, f"% {mark}%": f"% {like(word)}%"}
    return values


class _Folded(Func):
    """A text without accents or case, near enough to `fold` to be compared with what it returns."""

    template = r"regexp_replace(normalize(lower(%(expressions)s), NFKD), '[\u0300-\u036f]', '', 'g')"
    output_field = TextField()


def closeness(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Annotate `rank`: 0 its SKU or barcode is the text, 1 its name begins so, 2 its name has the words, 3 the rest."""
    in_name = Q(*(Q(named__contains=f" {word}") for word in words_of(text)))
    rank = Case(
        When(Q(sku__iexact=text.strip()) | Q(gtin=text.strip()), then=0),
        When(named__startswith=f" {fold(text)}", then=1),
        When(in_name, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return products.alias(named=Concat(Value(" "), _Folded("name"), output_field=TextField())).annotate(
        rank=rank
    )


def words_meant(products: QuerySet[Product], supplier_id: UUID, text: str) -> str:
    """Return a search without its slips of the pen, in one statement; nothing if there is none, or none to be found.

    A word that no product begins with becomes the nearest one that differs by a letter or two. Only words of the
    given products count, so that a proposal never tells of what its reader is not shown.

    Args:
        products: of this supplier, what may be found.
    """
    words = words_of(text)
    misspelt = [word for word in words if SHORTEST_SPELT <= len(word) <= LONGEST_SPELT]
    if not misspelt:
        return ""
    known, near = _words_beside(products, supplier_id, words, misspelt)
    if len(known) == len(words):
        return ""
    meant = [word if word in known else _nearest(word, near.get(word, ())) for word in words]
    return " ".join(meant) if all(meant) else ""


# OFFSET keeps the question whether a product counts behind its words: asked first it would be asked of every product.
_BESIDE = """
SELECT true, t.word, '' FROM unnest(%s::text[]) AS t(word) WHERE EXISTS (
  SELECT FROM catalogs_producttoken k
  WHERE k.supplier_id = %s AND k.token >= t.word AND k.token < t.word || %s AND EXISTS ({product} OFFSET 0))
UNION ALL
SELECT DISTINCT false, t.word, s.word FROM unnest(%s::text[], %s::text[]) AS t(word, key)
JOIN catalogs_productspelling s ON s.supplier_id = %s AND s.key = t.key
WHERE EXISTS (
  SELECT FROM catalogs_producttoken k
  WHERE k.supplier_id = s.supplier_id AND k.token = s.word AND EXISTS ({product} OFFSET 0))
"""


def _words_beside(
    products: QuerySet[Product], supplier_id: UUID, words: list[str], misspelt: list[str]
) -> tuple[set[str], dict[str, list[str]]]:
    """Return which words some product begins with, and for each word those that are spelt much like it."""
    product = products.order_by().filter(pk=RawSQL("k.product_id", ()))
    found, params = product.values("pk").query.sql_with_params()
    keys = [(word, key) for word in misspelt for key in _spellings(word)]
    typed = ([word for word, _ in keys], [key for _, key in keys])
    with connection.cursor() as cursor:
        cursor.execute(
            _BESIDE.format(product=found), [words, supplier_id, _LAST, *params, *typed, supplier_id, *params]
        )
        rows = cursor.fetchall()
    near: dict[str, list[str]] = {}
    for is_known, word, other in rows:
        if not is_known:
            near.setdefault(word, []).append(other)
    return {word for is_known, word, _ in rows if is_known}, near


def _spellings(word: str) -> set[str]:
    """Return a word, and it with each of its letters struck out; as the database keeps them."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _nearest(word: str, others: Iterable[str]) -> str:
    """Return of the words that differ by a letter or two the one that most likely was meant."""
    return min(
        others,
        key=lambda other: (other[0] != word[0], abs(len(other) - len(word)), -_alike(word, other), other),
        default="",
    )


def _alike(word: str, other: str) -> int:
    return sum(a == b for a, b in zip(word, other, strict=False))
