"""The frame around every page: who acts, for whom, and where they can go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from wholesale.tenancy import contexts
from wholesale.ui import parts
from wholesale.ui.menu import HOMES, MENU, MenuItem
from wholesale.ui.preferences import theme_of


@dataclass(frozen=True)
class Link:
    """A line of a menu, ready to show."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool = False
    badge: int = 0
    on_phone: bool = False
    children: list["Link"] = field(default_factory=list)
    also: str = ""


@dataclass(frozen=True)
class Seat:
    """An organization and hat that this person may act for; as a guest, in the account of `guest_of`."""

    name: str
    side: str
    side_name: str | Promise
    url: str
    is_current: bool
    guest_of: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame`; nothing is looked up before a template asks."""
    return {"frame": Frame(request)}


def resolved(url_names: tuple[str, ...], **kwargs: Any) -> str:
    """Return the address of the first of these names that exists, else nothing.

    Args:
        kwargs: what the address takes; `side` is left out where a name does not take it.
    """
    for name in url_names:
        for taken in (kwargs, {key: value for key, value in kwargs.items() if key != "side"}):
            try:
                return reverse(name, kwargs=taken)
            except NoReverseMatch:
                continue
    return ""


class Frame:
    """What base.html shows around a page; each part is found when first read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._acting: Any = getattr(request, "acting", None)

    @cached_property
    def organization(self) -> Any:
        """Return the organization that this page acts for, if any."""
        return getattr(self._acting, "organization", None)

    @cached_property
    def side(self) -> str:
        """Return the hat worn: selling, delivering or buying."""
        return str(getattr(self._acting, "side", "") or "") if self.organization else ""

    @cached_property
    def side_name(self) -> str | Promise:
        """Return the hat's name for the reader."""
        return parts.SIDE_NAMES.get(self.side, "")

    @cached_property
    def is_test(self) -> bool:
        """Tell whether this is a retailer that a supplier made up to test its store (SPEC.md C17)."""
        return self.side == "buying" and self.organization.private_to_id is not None

    @cached_property
    def theme(self) -> str:
        """Return light or dark if the person chose, else nothing: the device decides."""
        return theme_of(self._request)

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """Return the languages on offer, each in its own words."""
        return [(str(code), _LANGUAGE_NAMES.get(str(code), str(name))) for code, name in settings.LANGUAGES]

    @cached_property
    def menu(self) -> list[Link]:
        """Return the lines of this side's menu that exist and that the person may open."""
        if not self.side:
            return []
        links = [link for item in MENU.get(self.side, ()) if (link := self._link(item))]
        return _with_current(links, self._request.path)

    @cached_property
    def phone_menu(self) -> list[Link]:
        """Return the at most four lines of the bottom bar."""
        return [link for link in self.menu if link.on_phone][:4]

    @cached_property
    def seats(self) -> list[Seat]:
        """Return the organizations and hats to switch to, the present one included."""
        found = getattr(self._acting, "seats", ()) or ()
        return [
            Seat(
                name=seat.organization.name,
                side=seat.side,
                side_name=parts.SIDE_NAMES[seat.side],
                url=resolved(HOMES[seat.side], organization=seat.organization.slug, side=seat.side),
                is_current=seat.side == self.side and seat.organization.pk == self.organization.pk,
                guest_of=seat.guest_of.name if seat.guest_of else "",
            )
            for seat in found
        ]

    @cached_property
    def home_url(self) -> str:
        """Return where this side begins."""
        return self._url(*HOMES[self.side]) if self.side else "/"

    @cached_property
    def search_url(self) -> str:
        """Return the search page, if this side has anything to search."""
        has_groups = any(self._url(part.url_name) for part in parts.SEARCH.get(self.side, ()))
        return self._url("ui:search") if has_groups else ""

    @cached_property
    def inbox_url(self) -> str:
        """Return the inbox, where there is one."""
        return self._url(parts.INBOX)

    @cached_property
    def unread(self) -> int:
        """Return how many messages of the inbox are unread."""
        return self._count(parts.UNREAD) if self.inbox_url else 0

    @cached_property
    def help_url(self) -> str:
        """Return the help page of this side."""
        return self._url(parts.HELP)

    @cached_property
    def account_links(self) -> list[Link]:
        """Return the lines of the person's own menu."""
        return [
            Link(label, icon, url) for label, icon, names in parts.ACCOUNT_MENU if (url := resolved(names))
        ]

    @cached_property
    def sign_in_url(self) -> str:
        """Return where to sign in."""
        return resolved(("account_login",))

    @cached_property
    def sign_out_url(self) -> str:
        """Return where to sign out, by POST."""
        return resolved(("account_logout",))

    def _url(self, *names: str) -> str:
        if not self.organization:
            return ""
        return resolved(names, organization=self.organization.slug, side=self.side)

    def _may(self, permission: str) -> bool:
        return not permission or bool(self._acting.may(permission))

    def _count(self, path: str) -> int:
        if contexts.acting() is None:  # an error page is drawn after its transaction
            return 0
        counter: Callable[..., int] = import_string(path)
        return counter(self._request)

    def _link(self, item: MenuItem) -> Link | None:
        url = self._url(*item.url_names)
        if not url or not self._may(item.permission):
            return None
        return Link(
            label=item.label,
            icon=item.icon,
            url=url,
            badge=self._count(item.badge) if item.badge else 0,
            on_phone=item.on_phone,
            children=[child for each in item.children if (child := self._link(each))],
            also=self._url(item.also) if item.also else "",
        )


def tabs_of(request: HttpRequest, thing: str, current: str) -> list[Link]:
    """Return the tabs of an object's page that exist and that the person may open."""
    acting: Any = getattr(request, "acting", None)
    match = request.resolver_match
    kwargs = match.kwargs if match else {}
    return [
        Link(part.label, part.icon, url, is_current=part.key == current)
        for part in parts.TABS[thing]
        if not part.permission or (acting and acting.may(part.permission))
        if (url := resolved((part.url_name,), **kwargs))
    ]


def bars_of(request: HttpRequest, kind: str, thing: Any) -> SafeString:
    """Return what stands above all pages of an object; nothing on an error page, which has no transaction any more."""
    if contexts.acting() is None:
        return SafeString()
    found = ((bar.template, import_string(bar.found_by)(request, thing)) for bar in parts.BARS[kind])
    shown = [render_to_string(name, {"bar": bar, "thing": thing}, request) for name, bar in found if bar]
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates


HOME_SLASHES = 3  # as in /alder/selling/
_LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def _with_current(links: list[Link], path: str) -> list[Link]:
    """Mark the lines that the page stands under: the longest address that begins the path.

    A side's home begins the path of all its pages, so it is current by itself only.
    """
    lines = [each for link in links for each in (link, *link.children)]
    path = next((each.url for each in lines if each.also and path.startswith(each.also)), path)
    addresses = [each.url for each in lines]
    begins = [
        url for url in addresses if path.startswith(url) and (url == path or url.count("/") > HOME_SLASHES)
    ]
    longest = max(begins, key=len, default="")
    return [_marked(link, longest) for link in links]


def _marked(link: Link, current: str) -> Link:
    children = [_marked(child, current) for child in link.children]
    is_current = link.url == current or any(child.is_current for child in children)
    return Link(link.label, link.icon, link.url, is_current, link.badge, link.on_phone, children)
