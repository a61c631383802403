"""Finding products by the words that are said of them: any beginning of each word, whatever its accents or case."""

import re

from django.db.models import Exists, OuterRef, QuerySet

from catalogs.details import fold
from catalogs.models import Product, ProductToken

# As migration words_follow splits what is said of a product.
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~]+")
LONGEST_WORD, MOST_WORDS = 60, 12
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
