"""The API's addresses of products, catalogs and terms, below /api/v1/."""

from django.urls import path

from catalogs.api import (
    catalogs,
    customer_prices,
    picture_imports,
    pictures,
    price_adjusting,
    price_changes,
    price_effects,
    price_lists,
    prices,
    product_many,
    products,
    sharing,
    special_prices,
    stores,
    taxes,
    terms,
)

SELLING = "<slug:organization>/selling/"
PRODUCTS = f"{SELLING}products/"
CUSTOMER = f"{SELLING}customers/<uuid:customer>/"
CHANGES = f"{SELLING}price-changes/"
CHANGE = f"{CHANGES}<uuid:change>/"
CATALOGS = f"{SELLING}catalogs/"
CATALOG = f"{CATALOGS}<uuid:catalog>/"
PRICE_LISTS = f"{SELLING}price-lists/"
PRICE_LIST = f"{PRICE_LISTS}<uuid:price_list>/"

app_name = "catalogs-api"
urlpatterns = [
    path(PRODUCTS, products.ProductsApi.as_view(), name="product_list"),
    path(
        f"{PRODUCTS}pictures/imports/",
        picture_imports.PictureImportsApi.as_view(),
        name="picture_import_list",
    ),
    path(
        f"{PRODUCTS}pictures/imports/<uuid:picture_import>/",
        picture_imports.PictureImportApi.as_view(),
        name="picture_import",
    ),
    path(
        f"{PRODUCTS}pictures/imports/<uuid:picture_import>/files/",
        picture_imports.PictureImportFilesApi.as_view(),
        name="picture_import_files",
    ),
    path(f"{PRODUCTS}pictures/<slug:digest>/", pictures.PictureFileApi.as_view(), name="picture_file"),
    path(
        f"{PRODUCTS}<uuid:product_id>/pictures/",
        pictures.ProductPicturesApi.as_view(),
        name="product_pictures",
    ),
    path(
        f"{PRODUCTS}<uuid:product_id>/pictures/<uuid:picture_id>/",
        pictures.ProductPictureApi.as_view(),
        name="product_picture",
    ),
    path(
        "<slug:organization>/buying/suppliers/<slug:supplier>/pictures/<slug:digest>/",
        pictures.ShownPictureFileApi.as_view(),
        name="shown_picture_file",
    ),
    path(f"{PRODUCTS}upsert/", product_many.ProductUpsertApi.as_view(), name="product_upsert"),
    path(f"{PRODUCTS}changes/", product_many.ProductChangesApi.as_view(), name="product_changes"),
    path(f"{PRODUCTS}words/", product_many.ProductWordsApi.as_view(), name="product_words"),
    path(f"{PRODUCTS}<uuid:product_id>/", products.ProductApi.as_view(), name="product_detail"),
    path(f"{SELLING}stores/", stores.GroupStoresApi.as_view(), name="store_list"),
    path(f"{SELLING}stores/everyone/", stores.StoreApi.as_view(), name="everyone_store"),
    path(CATALOGS, catalogs.CatalogsApi.as_view(), name="catalog_list"),
    path(CATALOG, catalogs.CatalogApi.as_view(), name="catalog_detail"),
    path(f"{CATALOG}products/", catalogs.CatalogProductsApi.as_view(), name="catalog_products"),
    path(f"{CATALOG}contents/", catalogs.CatalogContentsApi.as_view(), name="catalog_contents"),
    path(f"{CATALOG}everyone/", sharing.CatalogEveryoneApi.as_view(), name="catalog_everyone"),
    path(f"{CATALOG}shares/", sharing.CatalogSharesApi.as_view(), name="catalog_shares"),
    path(f"{CATALOG}shares/<uuid:share>/", sharing.CatalogShareApi.as_view(), name="catalog_share"),
    path(
        f"{SELLING}customers/<uuid:customer>/catalogs/",
        sharing.CustomerCatalogsApi.as_view(),
        name="customer_catalogs",
    ),
    path(f"{CUSTOMER}prices/", customer_prices.CustomerPricesApi.as_view(), name="customer_prices"),
    path(
        f"{CUSTOMER}prices/<uuid:product>/why/",
        customer_prices.PriceWhyApi.as_view(),
        name="customer_price_why",
    ),
    path(f"{CUSTOMER}special-prices/", special_prices.SpecialPricesApi.as_view(), name="special_prices"),
    path(
        f"{CUSTOMER}special-prices/<uuid:special_price>/",
        special_prices.SpecialPriceApi.as_view(),
        name="special_price",
    ),
    path(f"{SELLING}tax-classes/", taxes.TaxClassesApi.as_view(), name="tax_class_list"),
    path(f"{SELLING}tax-classes/<uuid:tax_class>/", taxes.TaxClassApi.as_view(), name="tax_class_detail"),
    path(f"{SELLING}terms/", terms.TermsApi.as_view(), name="terms"),
    path(f"{SELLING}groups/<uuid:group>/terms/", terms.GroupTermsApi.as_view(), name="group_terms"),
    path(
        f"{SELLING}customers/<uuid:customer>/terms/", terms.CustomerTermsApi.as_view(), name="customer_terms"
    ),
    path(PRICE_LISTS, price_lists.PriceListsApi.as_view(), name="price_list_list"),
    path(PRICE_LIST, price_lists.PriceListApi.as_view(), name="price_list_detail"),
    path(f"{PRICE_LIST}default/", price_lists.PriceListDefaultApi.as_view(), name="price_list_default"),
    path(f"{PRICE_LIST}prices/", prices.PricesApi.as_view(), name="prices"),
    path(f"{PRICE_LIST}products/<uuid:product_id>/", prices.PriceHistoryApi.as_view(), name="price_history"),
    path(
        f"{PRICE_LIST}adjustments/", price_adjusting.PriceAdjustmentsApi.as_view(), name="price_adjustments"
    ),
    path(f"{PRICE_LIST}draft/", prices.PriceDraftApi.as_view(), name="price_draft"),
    path(CHANGES, price_changes.PriceChangesApi.as_view(), name="price_change_list"),
    path(CHANGE, price_changes.PriceChangeApi.as_view(), name="price_change_detail"),
    path(f"{CHANGE}preview/", price_changes.PriceChangePreviewApi.as_view(), name="price_change_preview"),
    path(f"{CHANGE}lines/", price_changes.PriceChangeLinesApi.as_view(), name="price_change_lines"),
    path(
        f"{CHANGE}customers/", price_effects.PriceChangeCustomersApi.as_view(), name="price_change_customers"
    ),
    path(
        f"{CHANGE}customers/<uuid:customer>/",
        price_effects.PriceChangeCustomerApi.as_view(),
        name="price_change_customer",
    ),
    path(
        f"{CHANGE}publication/",
        price_changes.PriceChangePublicationApi.as_view(),
        name="price_change_publication",
    ),
    path(
        f"{CHANGE}withdrawal/",
        price_changes.PriceChangeWithdrawalApi.as_view(),
        name="price_change_withdrawal",
    ),
]
