"""The API's addresses of carts and orders, below /api/v1/."""

from django.urls import path

from orders.api import (
    carts,
    changing,
    comments,
    day_moves,
    delivering,
    entering,
    external,
    filling,
    lots,
    many,
    obstacles,
    repricing,
    routes,
    shop,
    sides,
    standing,
)

SELLING, DELIVERING, BUYING = (f"<slug:organization>/{side}/" for side in ("selling", "delivering", "buying"))
OF_SUPPLIER = "orders/<slug:supplier>/<int:number>/"
SHOP = f"{BUYING}suppliers/<slug:supplier>/"

ENTERING = f"{SELLING}customers/<uuid:customer>/cart/"
STORE = f"{SELLING}customers/<uuid:customer>/products/"

app_name = "orders-api"
urlpatterns = [
    *(
        path(
            f"{start}{end}", getattr(module, f"{side.capitalize()}{name}Api").as_view(), name=f"{side}_{key}"
        )
        for side, start in (("selling", f"{SELLING}deliveries/"), ("delivering", f"{DELIVERING}deliveries/"))
        for end, module, name, key in (
            ("", delivering, "Day", "day"),
            ("paper/", delivering, "DayPaper", "day_paper"),
            ("move/", day_moves, "DayMove", "day_move"),
            ("routes/", day_moves, "Routes", "routes"),
            ("routes/<uuid:route>/", routes, "Route", "route"),
            ("routes/<uuid:route>/stops/", day_moves, "RouteStops", "route_stops"),
        )
    ),
    *(
        path(
            f"{start}{end}",
            getattr(delivering, f"{side.capitalize()}{name}Api").as_view(),
            name=f"{side}_{key}",
        )
        for side, start in (
            ("selling", f"{SELLING}orders/<int:number>/"),
            ("delivering", DELIVERING + OF_SUPPLIER),
        )
        for end, name, key in (
            ("door/", "Door", "door"),
            ("handover/", "Handover", "handover"),
            ("failed-delivery/", "Failure", "failure"),
        )
    ),
    path(f"{SELLING}orders/", sides.SellingOrdersApi.as_view(), name="selling_list"),
    path(f"{SELLING}orders/<int:number>/", sides.SellingOrderApi.as_view(), name="selling_detail"),
    path(f"{SELLING}orders/<int:number>/paper/", external.SellingPaperApi.as_view(), name="selling_paper"),
    path(f"{SELLING}orders/<int:number>/link/", external.SellingLinkApi.as_view(), name="selling_link"),
    path(
        f"{SELLING}orders/<int:number>/link/sending/",
        external.SellingLinkSendingApi.as_view(),
        name="selling_link_sending",
    ),
    path(
        f"{SELLING}orders/<int:number>/link/revocation/",
        external.SellingLinkRevocationApi.as_view(),
        name="selling_link_revocation",
    ),
    path(
        f"{SELLING}orders/<int:number>/reports/", external.SellingReportsApi.as_view(), name="selling_reports"
    ),
    path(f"{SELLING}orders/<int:number>/lots/", lots.SellingLotsApi.as_view(), name="selling_lots"),
    path(f"{SELLING}lots/<uuid:lot>/orders/", lots.LotOrdersApi.as_view(), name="selling_lot_orders"),
    path(f"{DELIVERING}{OF_SUPPLIER}lots/", lots.DeliveringLotsApi.as_view(), name="delivering_lots"),
    path(
        f"{DELIVERING}lots/<uuid:lot>/orders/",
        lots.DeliveringLotOrdersApi.as_view(),
        name="delivering_lot_orders",
    ),
    path(
        f"{SELLING}orders/<int:number>/comments/",
        comments.SellingCommentsApi.as_view(),
        name="selling_comments",
    ),
    path(
        f"{SELLING}orders/<int:number>/quantities/",
        changing.SellingQuantitiesApi.as_view(),
        name="selling_quantities",
    ),
    path(f"{SELLING}orders/<int:number>/<slug:noun>/", sides.SellingMoveApi.as_view(), name="selling_move"),
    path(
        f"{SELLING}price-changes/<uuid:change>/carts/",
        repricing.PriceChangeCartsApi.as_view(),
        name="price_change_carts",
    ),
    path(f"{ENTERING}", entering.EnteringCartApi.as_view(), name="entering_cart"),
    path(f"{ENTERING}lines/", entering.EnteringLinesApi.as_view(), name="entering_lines"),
    path(f"{ENTERING}submission/", entering.EnteringSubmissionApi.as_view(), name="entering_submission"),
    path(f"{STORE}", shop.CustomerProductsApi.as_view(), name="customer_products"),
    path(f"{STORE}facets/", shop.CustomerFacetsApi.as_view(), name="customer_facets"),
    path(f"{STORE}export/", shop.CustomerFileApi.as_view(), name="customer_products_export"),
    path(f"{STORE}<uuid:product>/obstacles/", obstacles.ObstaclesApi.as_view(), name="obstacles"),
    path(f"{STORE}<uuid:product>/", shop.CustomerProductApi.as_view(), name="customer_product"),
    path(f"{DELIVERING}orders/", sides.DeliveringOrdersApi.as_view(), name="delivering_list"),
    path(DELIVERING + OF_SUPPLIER, sides.DeliveringOrderApi.as_view(), name="delivering_detail"),
    path(f"{DELIVERING}{OF_SUPPLIER}paper/", external.DeliveringPaperApi.as_view(), name="delivering_paper"),
    path(
        f"{DELIVERING}{OF_SUPPLIER}comments/",
        comments.DeliveringCommentsApi.as_view(),
        name="delivering_comments",
    ),
    path(
        f"{DELIVERING}{OF_SUPPLIER}quantities/",
        changing.DeliveringQuantitiesApi.as_view(),
        name="delivering_quantities",
    ),
    path(f"{DELIVERING}{OF_SUPPLIER}<slug:noun>/", sides.DeliveringMoveApi.as_view(), name="delivering_move"),
    path(f"{SELLING}orders/many/<slug:noun>/", many.SellingManyApi.as_view(), name="selling_many"),
    path(f"{DELIVERING}orders/many/<slug:noun>/", many.DeliveringManyApi.as_view(), name="delivering_many"),
    path(f"{BUYING}orders/", sides.BuyingOrdersApi.as_view(), name="buying_list"),
    path(BUYING + OF_SUPPLIER, sides.BuyingOrderApi.as_view(), name="buying_detail"),
    path(f"{BUYING}{OF_SUPPLIER}again/", filling.OrderAgainApi.as_view(), name="order_again"),
    path(f"{BUYING}{OF_SUPPLIER}again/filling/", filling.OrderFillingApi.as_view(), name="order_filling"),
    path(f"{BUYING}{OF_SUPPLIER}comments/", comments.BuyingCommentsApi.as_view(), name="buying_comments"),
    path(f"{BUYING}{OF_SUPPLIER}change/", changing.ChangeApi.as_view(), name="order_change"),
    path(
        f"{BUYING}{OF_SUPPLIER}change/review/",
        changing.ChangeReviewApi.as_view(),
        name="order_change_review",
    ),
    path(f"{BUYING}{OF_SUPPLIER}addition/", changing.AdditionApi.as_view(), name="order_addition"),
    path(f"{BUYING}{OF_SUPPLIER}<slug:noun>/", sides.BuyingMoveApi.as_view(), name="buying_move"),
    path(f"{BUYING}suppliers/", carts.SuppliersApi.as_view(), name="suppliers"),
    path(f"{SHOP}products/", shop.ShopProductsApi.as_view(), name="products"),
    path(f"{SHOP}products/facets/", shop.ShopFacetsApi.as_view(), name="facets"),
    path(f"{SHOP}products/export/", shop.ShopFileApi.as_view(), name="products_export"),
    path(f"{SHOP}products/<uuid:product>/", shop.ShopProductApi.as_view(), name="product"),
    path(f"{SHOP}cart/", carts.CartApi.as_view(), name="cart"),
    path(f"{BUYING}carts/", carts.CartsApi.as_view(), name="carts"),
    path(f"{SHOP}cart/address/", carts.CartAddressApi.as_view(), name="cart_address"),
    path(f"{SHOP}cart/lines/", carts.CartLinesApi.as_view(), name="cart_lines"),
    path(f"{SHOP}cart/submission/", carts.SubmissionApi.as_view(), name="submission"),
    path(f"{SHOP}cart/quick-order/", filling.QuickOrderApi.as_view(), name="quick_order"),
    path(f"{SHOP}favourites/", standing.FavouritesApi.as_view(), name="favourites"),
    path(f"{SHOP}favourites/<uuid:product>/", standing.FavouriteApi.as_view(), name="favourite"),
    path(f"{SHOP}lists/", standing.StandingListsApi.as_view(), name="standing_lists"),
    path(f"{SHOP}lists/<uuid:standing_list>/", standing.StandingListApi.as_view(), name="standing_list"),
    path(
        f"{SHOP}lists/<uuid:standing_list>/filling/",
        standing.StandingFillingApi.as_view(),
        name="standing_filling",
    ),
]
