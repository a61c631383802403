"""Products as rows of a sheet: its columns, and the headings they go by in three languages (SPEC.md K1)."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from wholesale.sheets.columns import Column

CLEARED = "-"  # in a cell: what is kept goes; an empty cell changes nothing


def _column(key: str, label: object, synonyms: str, **options: object) -> Column:
    return Column(key, label, tuple(synonyms.split(", ")), **options)  # type: ignore[arg-type]


COLUMNS = (
    _column(
        "sku", gettext_lazy("SKU"),
        "item no, item number, item code, item, product code, product no, product number, article, article no,"
        " article number, part number, code, ref, reference, no article, numero article, code article, code produit,"
        " no produit, codigo, codigo de producto, codigo de articulo, no articulo, articulo, referencia",
        is_required=True, max_length=40, example=("PALE-24", "STOUT-30L"),
        help=gettext_lazy("Yours. A row with a SKU that you have already changes that product."),
    ),
    _column(
        "name", gettext_lazy("Name"),
        "product, product name, item name, description of product, title, nom, produit, nom du produit, designation,"
        " libelle, nombre, producto, nombre del producto, denominacion",
        is_required=True, max_length=120, example=("Pale Ale", "Oatmeal Stout"),
    ),
    _column(
        "description", gettext_lazy("Description"), "details, text, notes, detail, texte, descripcion, detalle, texto",
        max_length=10_000, example=("Hoppy and dry.", ""),
    ),
    _column(
        "category", gettext_lazy("Category"), "product category, group, product group, type, categorie, groupe,"
        " famille, categoria, grupo, familia, tipo",
        max_length=60, example=("Beer", "Beer"),
    ),
    _column(
        "brand", pgettext_lazy("of a product", "Brand"), "brand name, producer, manufacturer, marque, fabricant,"
        " producteur, marca, fabricante, productor",
        max_length=60, example=("Northgate", "Northgate"),
    ),
    _column(
        "pack", gettext_lazy("Pack"), "pack size, size, format, packaging, content, colis, conditionnement, taille,"
        " contenance, paquete, envase, tamano, formato, contenido",
        max_length=60, example=("24 × 355 ml", "30 L"),
    ),
    _column(
        "unit", gettext_lazy("Ordered by"), "unit, uom, unit of measure, ordered by the, sold by, unite,"
        " unite de vente, commande par, unidad, unidad de venta, se pide por",
        max_length=20, example=("case", "keg"), help=gettext_lazy("What one is called: case, keg, bottle."),
    ),
    _column(
        "unit_price", gettext_lazy("Price"),
        "unit price, list price, base price, wholesale price, price per unit, net price, cost, prix, prix unitaire,"
        " prix de base, prix de gros, precio, precio unitario, precio base, precio de lista, precio mayorista",
        max_length=40, example=("30.00", "145.00"),
        help=gettext_lazy("On your default price list, taxed as it says. Your customers pay it at once."),
    ),
    _column(
        "tax_class", gettext_lazy("Tax class"), "tax, tax code, vat class, vat, taxe, classe de taxe, classe fiscale,"
        " code de taxe, tva, impuesto, clase de impuesto, clase fiscal, iva",
        max_length=60, help=gettext_lazy("The name of one of yours; empty is your default."),
    ),
    _column(
        "deposit", gettext_lazy("Deposit"), "container deposit, consigne, deposito, envase retornable",
        max_length=40, example=("2.40", "30.00"), help=gettext_lazy("For one ordered unit."),
    ),
    _column(
        "order_multiple", gettext_lazy("Order multiple"), "multiple, case multiple, order by, pack multiple,"
        " multiple de commande, multiplo, multiplo de pedido",
        max_length=20, example=("1", "1"),
    ),
    _column(
        "minimum_units", gettext_lazy("Minimum"), "minimum order, minimum quantity, min qty, moq, quantite minimale,"
        " minimum de commande, minimo, cantidad minima, pedido minimo",
        max_length=20, example=("1", "1"),
    ),
    _column(
        "allows_backorder", gettext_lazy("Back-order"), "backorder, back order, allows backorder, can be back-ordered,"
        " commande en attente, reliquat, pedido pendiente, pedido atrasado",
        max_length=20, example=("no", "yes"),
        help=gettext_lazy("yes or no: whether customers may order more than is there."),
    ),
    _column(
        "licence", gettext_lazy("Licence"), "licence, license, licence needed, license needed, permis, licencia,"
        " permiso",
        max_length=40, example=("no", "blocks"),
        help=gettext_lazy("no, warns or blocks: what becomes of orders without a valid licence."),
    ),
    _column(
        "tracks_lots", gettext_lazy("Lots"), "lot, lots, tracks lots, has lots, lots et dates, lotes",
        max_length=20, example=("yes", "no"),
        help=gettext_lazy("yes or no: whether it has lots with best-before dates."),
    ),
    _column(
        "low_stock_units", gettext_lazy("Low at"), "reorder point, low stock, low stock at, seuil, stock bas,"
        " seuil de stock, punto de reorden, existencias bajas, umbral",
        max_length=20, example=("10", "4"),
    ),
    _column(
        "gtin", gettext_lazy("Barcode (GTIN)"), "gtin, barcode, ean, upc, ean13, bar code, code barres, code-barres,"
        " code a barres, codigo de barras",
        max_length=20, example=("4006381333931", ""),
    ),
    _column(
        "weight_grams", gettext_lazy("Weight in grams"), "weight, grams, weight g, poids, poids en grammes, grammes,"
        " peso, peso en gramos, gramos",
        max_length=20, example=("9800", "39500"),
    ),
    _column(
        "attributes", gettext_lazy("Properties"), "attributes, features, attributs, proprietes, caracteristiques,"
        " atributos, propiedades, caracteristicas",
        max_length=5000, example=("ABV: 5.2 %; Style: Pale ale", "ABV: 5.8 %"),
        help=gettext_lazy("As in “ABV: 5.2 %; Style: Stout”: it will have these and no others."),
    ),
    _column(
        "is_active", gettext_lazy("Active"), "enabled, status, sold, actif, active, statut, activo, activa, estado",
        max_length=20, example=("yes", "yes"), help=gettext_lazy("yes or no: customers see only active products."),
    ),
    _column(
        "sold_from", gettext_lazy("Sold from"), "available from, start date, first day, launch date,"
        " disponible a partir du, date de debut, premier jour, vendu a partir du, disponible desde, fecha de inicio,"
        " primer dia, se vende desde",
        max_length=30, help=gettext_lazy("The first day, as in 2027-01-31; before it nobody sees the product."),
    ),
    _column(
        "sold_until", gettext_lazy("Sold until"), "available until, end date, last day, disponible jusqu au,"
        " date de fin, dernier jour, vendu jusqu au, disponible hasta, fecha de fin, ultimo dia, se vende hasta",
        max_length=30, help=gettext_lazy("The last day."),
    ),
    _column(
        "cratebook_id", gettext_lazy("Cratebook ID"), "cratebook", is_from_export=True,
        help=gettext_lazy("Of an export; leave it as it is, and empty for a new row."),
    ),
)  # fmt: skip
