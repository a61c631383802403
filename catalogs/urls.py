"""Products, catalogs, prices and terms."""

from django.urls import path

from catalogs.views import (
    catalogs,
    customer_prices,
    picture_imports,
    pictures,
    price_adjusting,
    price_changes,
    price_effects,
    price_grid,
    price_lists,
    product_grid,
    product_many,
    products,
    sharing,
    stores,
    taxes,
    terms,
)

CUSTOMER = "<slug:organization>/selling/retailers/<uuid:customer>/terms/"
GROUP = "<slug:organization>/selling/retailers/groups/<uuid:group>/terms/"
DEFAULT = "<slug:organization>/selling/setup/terms/"
PRODUCTS = "<slug:organization>/selling/products/"
CATALOGS = "<slug:organization>/selling/catalogs/"
CATALOG = f"{CATALOGS}<uuid:catalog>/"
PRICE_LISTS = "<slug:organization>/selling/price-lists/"
PRICE_LIST = f"{PRICE_LISTS}<uuid:price_list>/"
CHANGES = "<slug:organization>/selling/price-changes/"
CHANGE = f"{CHANGES}<uuid:change>/"
OF_CUSTOMER = "<slug:organization>/selling/retailers/<uuid:customer>/catalogs/"
PICTURE_IMPORTS = "<slug:organization>/selling/products/pictures/imports/"
PICTURES = "<slug:organization>/selling/products/<uuid:product_id>/pictures/"
PICTURE = "pictures/<slug:digest>/<slug:size>.webp"
OF_GROUP = "<slug:organization>/selling/retailers/groups/<uuid:group>/catalogs/"

PRICES = "<slug:organization>/selling/retailers/<uuid:customer>/prices/"
TAXES = "<slug:organization>/selling/setup/taxes/"

app_name = "catalogs"
urlpatterns = [
    path("<slug:organization>/selling/products/", products.product_list, name="product_list"),
    path("<slug:organization>/selling/products/new/", products.product_create, name="product_create"),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/",
        products.product_detail,
        name="product_detail",
    ),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/edit/",
        products.product_update,
        name="product_update",
    ),
    path(PICTURE_IMPORTS, picture_imports.picture_import_create, name="picture_import_create"),
    path(f"{PICTURE_IMPORTS}<uuid:picture_import>/", picture_imports.picture_import, name="picture_import"),
    path(PICTURES, pictures.product_pictures, name="product_pictures"),
    path(f"{PICTURES}additions/", pictures.picture_create, name="picture_create"),
    path(f"{PICTURES}<uuid:picture_id>/", pictures.picture_update, name="picture_update"),
    path(
        f"{PICTURES}<uuid:picture_id>/position/",
        pictures.picture_position_create,
        name="picture_position_create",
    ),
    path(
        f"{PICTURES}<uuid:picture_id>/deletion/",
        pictures.picture_deletion_create,
        name="picture_deletion_create",
    ),
    path(f"<slug:organization>/selling/products/{PICTURE}", pictures.picture, name="picture"),
    path(
        f"<slug:organization>/buying/<slug:supplier>/{PICTURE}", pictures.shown_picture, name="shown_picture"
    ),
    path(f"{PRODUCTS}grid/", product_grid.product_grid, name="product_grid"),
    path(f"{PRODUCTS}export/", product_many.product_export, name="product_export"),
    path(f"{PRODUCTS}many/<slug:verb>/", product_many.product_many, name="product_many"),
    path(f"{PRODUCTS}words/", product_many.product_words, name="product_words"),
    path(
        f"{PRODUCTS}words/renaming/",
        product_many.product_word_renaming_create,
        name="product_word_renaming_create",
    ),
    path(CUSTOMER, terms.customer_terms, name="customer_terms"),
    path(f"{CUSTOMER}edit/", terms.customer_terms_update, name="customer_terms_update"),
    path(GROUP, terms.group_terms, name="group_terms"),
    path(f"{GROUP}edit/", terms.group_terms_update, name="group_terms_update"),
    path(DEFAULT, terms.default_terms, name="default_terms"),
    path(f"{DEFAULT}edit/", terms.default_terms_update, name="default_terms_update"),
    path(PRICES, customer_prices.customer_prices, name="customer_prices"),
    path(f"{PRICES}<uuid:product>/", customer_prices.customer_price_update, name="customer_price_update"),
    path(f"{PRICES}<uuid:product>/why/", customer_prices.customer_price_why, name="customer_price_why"),
    path(
        f"{PRICES}special/<uuid:special_price>/ending/",
        customer_prices.customer_price_ending_create,
        name="customer_price_ending_create",
    ),
    path(TAXES, taxes.tax_class_list, name="tax_class_list"),
    path(f"{TAXES}new/", taxes.tax_class_create, name="tax_class_create"),
    path(f"{TAXES}<uuid:tax_class>/", taxes.tax_class_update, name="tax_class_update"),
    path(
        f"{TAXES}<uuid:tax_class>/deletion/",
        taxes.tax_class_deletion_create,
        name="tax_class_deletion_create",
    ),
    path("<slug:organization>/selling/stores/", stores.store_list, name="store_list"),
    path(CATALOGS, catalogs.catalog_list, name="catalog_list"),
    path(f"{CATALOGS}new/", catalogs.catalog_create, name="catalog_create"),
    path(CATALOG, catalogs.catalog_detail, name="catalog_detail"),
    path(f"{CATALOG}edit/", catalogs.catalog_update, name="catalog_update"),
    path(f"{CATALOG}deletion/", catalogs.catalog_deletion_create, name="catalog_deletion_create"),
    path(f"{CATALOG}choice/", catalogs.catalog_choice, name="catalog_choice"),
    path(f"{CATALOG}additions/", catalogs.catalog_addition_create, name="catalog_addition_create"),
    path(f"{CATALOG}removals/", catalogs.catalog_removal_create, name="catalog_removal_create"),
    path(f"{CATALOG}publication/", sharing.catalog_publication_create, name="catalog_publication_create"),
    path(f"{CATALOG}withdrawal/", sharing.catalog_withdrawal_create, name="catalog_withdrawal_create"),
    path(f"{CATALOG}shares/", sharing.catalog_share_create, name="catalog_share_create"),
    path(
        f"{CATALOG}shares/<uuid:share>/deletion/",
        sharing.catalog_share_deletion_create,
        name="catalog_share_deletion_create",
    ),
    path(OF_CUSTOMER, sharing.customer_catalogs, name="customer_catalogs"),
    path(f"{OF_CUSTOMER}shares/", sharing.customer_share_create, name="customer_share_create"),
    path(
        f"{OF_CUSTOMER}<uuid:catalog>/deletion/",
        sharing.customer_share_deletion_create,
        name="customer_share_deletion_create",
    ),
    path(OF_GROUP, sharing.group_catalogs, name="group_catalogs"),
    path(f"{OF_GROUP}shares/", sharing.group_share_create, name="group_share_create"),
    path(
        f"{OF_GROUP}<uuid:catalog>/deletion/",
        sharing.group_share_deletion_create,
        name="group_share_deletion_create",
    ),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/prices/",
        price_grid.product_prices,
        name="product_prices",
    ),
    path(PRICE_LISTS, price_lists.price_list_list, name="price_list_list"),
    path(f"{PRICE_LISTS}new/", price_lists.price_list_create, name="price_list_create"),
    path(PRICE_LIST, price_grid.price_list_detail, name="price_list_detail"),
    path(f"{PRICE_LIST}edit/", price_lists.price_list_update, name="price_list_update"),
    path(f"{PRICE_LIST}default/", price_lists.price_list_default_create, name="price_list_default_create"),
    path(f"{PRICE_LIST}deletion/", price_lists.price_list_deletion_create, name="price_list_deletion_create"),
    path(f"{PRICE_LIST}prices/", price_grid.price_grid, name="price_grid"),
    path(
        f"{PRICE_LIST}adjustments/", price_adjusting.price_adjustment_create, name="price_adjustment_create"
    ),
    path(f"{PRICE_LIST}export/", price_grid.price_list_export, name="price_list_export"),
    path(f"{PRICE_LIST}products/<uuid:product_id>/", price_grid.price_history, name="price_history"),
    path(CHANGES, price_changes.price_change_list, name="price_change_list"),
    path(CHANGE, price_changes.price_change_review, name="price_change_review"),
    path(f"{CHANGE}plan/", price_changes.price_change_plan, name="price_change_plan"),
    path(
        f"{CHANGE}publication/",
        price_changes.price_change_publication_create,
        name="price_change_publication_create",
    ),
    path(
        f"{CHANGE}withdrawal/",
        price_changes.price_change_withdrawal_create,
        name="price_change_withdrawal_create",
    ),
    path(
        f"{CHANGE}deletion/", price_changes.price_change_deletion_create, name="price_change_deletion_create"
    ),
    path(f"{CHANGE}customers/", price_effects.price_change_customers, name="price_change_customers"),
    path(
        f"{CHANGE}customers/<uuid:customer>/",
        price_effects.price_change_customer,
        name="price_change_customer",
    ),
]
