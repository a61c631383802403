"""What is wrong with a call before any rule of the trade is asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wholesale.errors import DomainError


class KeyMissing(DomainError):
    """A call that creates or moves something came without its key."""

    code = "idempotency_key_missing"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Send an Idempotency-Key header: one value of your own per change, the same at every retry.")
        )


class KeyReused(DomainError):
    """The key belongs to another call."""

    code = "idempotency_key_reused"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for a different request."))


class StillRunning(DomainError):
    """The first call with this key has not ended."""

    code = "request_in_progress"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("The first request with this Idempotency-Key is still running. Ask again."))


class VersionMissing(DomainError):
    """An edit came without saying which version it is based on."""

    code = "precondition_required"
    status = 428

    def __init__(self) -> None:
        super().__init__(_("Send If-Match with the ETag that you have read."))


class BadCursor(DomainError):
    """The cursor does not belong to this list."""

    code = "bad_cursor"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("This cursor does not belong to this list. Begin without one."))


class TokenRefused(DomainError):
    """Nobody can be made out behind the call."""

    code = "not_authenticated"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            _("Send “Authorization: Bearer …” with a token that is neither expired nor revoked.")
        )


class SecondFactorMissing(DomainError):
    """The company asks for two-step sign-in, and the person who calls or made the token has not set it up."""

    code = "second_factor_required"
    status = 403

    def __init__(self, company: str) -> None:
        super().__init__(
            _(
                "%(name)s asks for two-step sign-in, which the person behind this call has not set up. Once it"
                " is, the call works."
            )
            % {"name": company}
        )


class ScopeTooWide(DomainError):
    """A token cannot hold more rights than whoever makes it."""

    code = "scope_too_wide"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("You cannot give a token more rights than you have."))


class TooManyRequests(DomainError):
    """The rate limit is used up; `wait_seconds` says until when."""

    code = "too_many_requests"
    status = 429

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(
            _("That was a lot at once. Try again in %(time)s.") % {"time": _in_words(wait_seconds)}
        )
        self.wait_seconds = wait_seconds

    @property
    def headers(self) -> dict[str, Any]:
        """Return what the answer says beside its body."""
        return {"Retry-After": str(self.wait_seconds)}


def _in_words(seconds: int) -> str:
    """Return a wait as a person says it: seconds up to a minute and a half, then full minutes."""
    if seconds <= 90:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
