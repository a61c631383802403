"""Carts, orders as they were placed, and what happened to them."""

from orders.models.amounts import OrderLineAmount, OrderTax, OrderTotal
from orders.models.carts import Cart, CartLine
from orders.models.changes import OrderLineChange
from orders.models.comments import OrderComment
from orders.models.links import DelivererReport, OrderLink, ReportPhoto
from orders.models.lists import Favourite, StandingList, StandingListLine
from orders.models.orders import Order, OrderCounter, OrderEvent, OrderLine
from orders.models.routes import Route, RouteStop

__all__ = [
    "Cart",
    "CartLine",
    "DelivererReport",
    "Favourite",
    "Order",
    "OrderComment",
    "OrderCounter",
    "OrderEvent",
    "OrderLine",
    "OrderLineAmount",
    "OrderLineChange",
    "OrderLink",
    "OrderTax",
    "OrderTotal",
    "ReportPhoto",
    "Route",
    "RouteStop",
    "StandingList",
    "StandingListLine",
]
