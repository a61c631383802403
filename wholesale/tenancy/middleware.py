"""Give every web request its context, and run its view inside one transaction of that context."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.retries import has_lost, is_busy, retried

View = Callable[..., Any]
Resolver = Callable[[HttpRequest, View, dict[str, Any]], Context | HttpResponse | None]


class ActingContext:
    """Place it last, so that every other middleware has had its say before the view runs.

    ATOMIC_REQUESTS cannot do this: it commits a 4xx answer, and a TemplateResponse is rendered
    after its transaction, where a query is refused. So the view runs here, with the same promise.
    The resolver may answer itself: a redirect to sign-in, or 403. A transaction that lost against another
    one is run again; a person who loses every time, or whose statement ran out of time, is asked to try
    again, and nothing was written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if request.content_type == "application/json":
            request.body  # noqa: B018 - kept, so that a second try can read it again
        try:
            return retried(lambda: self._run(request, view, args, kwargs))
        except OperationalError as error:
            if not is_busy(error):
                raise
            return HttpResponse(_("Busy. Please try again."), status=503, headers={"Retry-After": "2"})

    def _run(self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        resolve: Resolver = import_string(settings.TENANCY_RESOLVER)
        with transaction.atomic():
            context = resolve(request, view, kwargs)
            if isinstance(context, HttpResponse):
                return context
            with act_as(context):
                response = self._answer(request, view, args, kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    def _answer(self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the view. What it raises never reaches process_exception of other middleware, so ask here."""
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            if isinstance(error, OperationalError) and has_lost(error):
                raise
            answer: Callable[[HttpRequest, Exception], Any] = import_string(settings.TENANCY_EXCEPTION_ANSWER)
            response = answer(request, error)
            if response is None:
                raise
            return response
