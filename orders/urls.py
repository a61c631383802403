"""Addresses of orders: the side stands in each."""

from django.urls import path, register_converter

from orders.numbering import OrderNumber
from orders.views import (
    buying,
    cart,
    comments,
    credit,
    day_moves,
    day_sheets,
    delivering,
    door,
    editing,
    entering,
    external,
    favourites,
    links,
    lots,
    many,
    obstacles,
    papers,
    quantities,
    quick,
    repricing,
    routes,
    selling,
    shop,
    standing,
    viewing,
)

SELLING = "<slug:organization>/selling/"
DELIVERING = "<slug:organization>/delivering/"
BUYING = "<slug:organization>/buying/"
# Whoever delivers has the same pages: a distributor's begin at its home, a supplier's own below one word.
DELIVERERS = (("selling", f"{SELLING}deliveries/"), ("delivering", DELIVERING))
# One order, as whoever delivers it addresses it.
ORDERS = (
    ("selling", f"{SELLING}orders/<order_number:number>/"),
    ("delivering", f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/"),
)
SHOP = f"{BUYING}<slug:supplier>/"

register_converter(OrderNumber, "order_number")

app_name = "orders"
urlpatterns = [
    *(
        path(f"{start}{end}", view, {"side": side}, f"{side}_{name}")
        for side, start in ORDERS
        for end, view, name in (
            ("door/", door.door, "door"),
            ("door/handover/", door.handover, "handover"),
            ("door/failed/", door.failure, "failure"),
        )
    ),
    *(
        path(f"{start}{end}", view, {"side": side}, f"{side}_{name}")
        for side, start in DELIVERERS
        for end, view, name in (
            ("", delivering.today, "today"),
            *((f"{kind}/", day_sheets.VIEWS[kind], kind.replace("-", "_")) for kind in day_sheets.VIEWS),
            ("day-move/", day_moves.day_move, "day_move"),
            ("stops/", delivering.stop_assignment, "stop_assignment"),
            ("routes/", routes.route_list, "route_list"),
            ("routes/<uuid:route>/", routes.route_detail, "route"),
            ("routes/<uuid:route>/deletion/", routes.route_deletion, "route_deletion"),
        )
    ),
    path(SELLING, selling.selling_home, name="selling_home"),
    path(f"{SELLING}orders/", selling.selling_list, name="selling_list"),
    path(f"{SELLING}orders/many/<slug:noun>/", many.selling_many, name="selling_many"),
    path(f"{SELLING}orders/new/", entering.order_new, name="order_new"),
    path(f"{SELLING}retailers/<uuid:customer>/order/", entering.order_entering, name="order_entering"),
    path(
        f"{SELLING}retailers/<uuid:customer>/order/lines/",
        entering.entering_line_create,
        name="entering_line_create",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/order/quick/",
        entering.entering_quick_create,
        name="entering_quick_create",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/order/submission/",
        entering.entering_submission_create,
        name="entering_submission_create",
    ),
    path(f"{SELLING}orders/<order_number:number>/", selling.selling_detail, name="selling_detail"),
    path("deliver/<str:token>/", links.link_open, name="link_open"),
    path("order/<uuid:link>/", links.link_page, name="link_page"),
    path("order/<uuid:link>/<slug:kind>/", links.link_report_create, name="link_report_create"),
    path(f"{SELLING}orders/<order_number:number>/link/sending/", external.link_sending, name="link_sending"),
    path(
        f"{SELLING}orders/<order_number:number>/link/revocation/",
        external.link_revocation,
        name="link_revocation",
    ),
    path(
        f"{SELLING}orders/<order_number:number>/reports/<uuid:report>/following/",
        external.report_following,
        name="report_following",
    ),
    path(
        f"{SELLING}orders/<order_number:number>/reports/<uuid:report>/photo/<slug:size>/",
        external.report_photo,
        name="report_photo",
    ),
    path(
        f"{SELLING}orders/<order_number:number>/papers/<slug:as_format>/",
        papers.selling_paper,
        name="selling_paper",
    ),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/papers/<slug:as_format>/",
        papers.delivering_paper,
        name="delivering_paper",
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/reports/<uuid:report>/photo/<slug:size>/",
        external.proof_photo,
        name="proof_photo",
    ),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/reports/<uuid:report>/photo/<slug:size>/",
        external.delivering_photo,
        name="delivering_photo",
    ),
    path(f"{SELLING}orders/<order_number:number>/lots/", lots.selling_lots, name="selling_lots"),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/lots/",
        lots.delivering_lots,
        name="delivering_lots",
    ),
    *(
        path(f"{start}lots/<uuid:lot_id>/{end}", view, {"side": side}, f"{side}_{name}")
        for side, start in (("selling", SELLING), ("delivering", DELIVERING))
        for end, view, name in (("", lots.lot_detail, "lot"), ("export/", lots.lot_export, "lot_export"))
    ),
    path(
        f"{SELLING}orders/<order_number:number>/comments/",
        comments.selling_comment_create,
        name="selling_comment_create",
    ),
    path(
        f"{SELLING}orders/<order_number:number>/quantities/",
        quantities.selling_quantities,
        name="selling_quantities",
    ),
    path(f"{SELLING}orders/<order_number:number>/<slug:noun>/", selling.selling_move, name="selling_move"),
    path(f"{SELLING}retailers/<uuid:customer>/orders/", selling.customer_orders, name="customer_orders"),
    path(f"{SELLING}retailers/<uuid:customer>/store/", viewing.customer_store, name="customer_store"),
    path(
        f"{SELLING}retailers/<uuid:customer>/store/facets/",
        viewing.customer_store_facets,
        name="customer_store_facets",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/store/products/<uuid:product>/",
        viewing.customer_store_product,
        name="customer_store_product",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/store/export/",
        viewing.customer_store_export,
        name="customer_store_export",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/obstacles/",
        obstacles.customer_obstacles,
        name="customer_obstacles",
    ),
    path(
        f"{SELLING}retailers/<uuid:customer>/obstacles/<uuid:product>/",
        obstacles.product_obstacles,
        name="product_obstacles",
    ),
    path(
        f"{SELLING}products/<uuid:product>/customers/", obstacles.product_customers, name="product_customers"
    ),
    path(f"{SELLING}retailers/<uuid:customer>/credit/", credit.customer_credit, name="customer_credit"),
    path(
        f"{SELLING}price-changes/<uuid:change>/carts/",
        repricing.price_change_carts,
        name="price_change_carts",
    ),
    path(f"{DELIVERING}orders/", delivering.delivering_list, name="delivering_list"),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/",
        delivering.delivering_detail,
        name="delivering_detail",
    ),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/comments/",
        comments.delivering_comment_create,
        name="delivering_comment_create",
    ),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/quantities/",
        quantities.delivering_quantities,
        name="delivering_quantities",
    ),
    path(
        f"{DELIVERING}orders/<slug:supplier>/<order_number:number>/<slug:noun>/",
        delivering.delivering_move,
        name="delivering_move",
    ),
    path(f"{DELIVERING}orders/many/<slug:noun>/", many.delivering_many, name="delivering_many"),
    path(BUYING, buying.buying_home, name="buying_home"),
    path(f"{BUYING}suppliers/", buying.supplier_list, name="supplier_list"),
    path(f"{BUYING}carts/", cart.cart_list, name="cart_list"),
    path(f"{BUYING}orders/", buying.buying_list, name="buying_list"),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/", buying.buying_detail, name="buying_detail"
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/again/", quick.order_again, name="order_again"
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/again/filling/",
        quick.order_filling_create,
        name="order_filling_create",
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/comments/",
        comments.buying_comment_create,
        name="buying_comment_create",
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/change/",
        editing.order_change,
        name="order_change",
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/addition/",
        editing.order_addition,
        name="order_addition",
    ),
    path(
        f"{BUYING}orders/<slug:supplier>/<order_number:number>/<slug:noun>/",
        buying.buying_move,
        name="buying_move",
    ),
    path(SHOP, shop.shop, name="shop"),
    path(f"{SHOP}facets/", shop.shop_facets, name="shop_facets"),
    path(f"{SHOP}products/<uuid:product>/", shop.shop_product, name="shop_product"),
    path(f"{SHOP}export/", shop.shop_export, name="shop_export"),
    path(f"{SHOP}cart/", cart.cart, name="cart"),
    path(f"{SHOP}cart/lines/", shop.cart_line_create, name="cart_line_create"),
    path(f"{SHOP}cart/submission/", cart.submission_create, name="submission_create"),
    path(f"{SHOP}cart/address/", cart.cart_address_create, name="cart_address_create"),
    path(f"{SHOP}quick-order/", quick.quick_order, name="quick_order"),
    path(f"{SHOP}favourites/", favourites.favourite_list, name="favourite_list"),
    path(f"{SHOP}favourites/stars/", favourites.star_create, name="star_create"),
    path(f"{SHOP}lists/", standing.standing_lists, name="standing_lists"),
    path(f"{SHOP}lists/new/", standing.standing_list_create, name="standing_list_create"),
    path(f"{SHOP}lists/<uuid:standing_list>/", standing.standing_list, name="standing_list"),
    path(
        f"{SHOP}lists/<uuid:standing_list>/edit/", standing.standing_list_update, name="standing_list_update"
    ),
    path(
        f"{SHOP}lists/<uuid:standing_list>/filling/",
        standing.standing_filling_create,
        name="standing_filling_create",
    ),
    path(
        f"{SHOP}lists/<uuid:standing_list>/deletion/",
        standing.standing_deletion_create,
        name="standing_deletion_create",
    ),
]
