"""What a person did that cannot be done, in words they can act on."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.functional import Promise


class DomainError(Exception):
    """A change that was refused; nothing was written. `message` is shown as it stands.

    `code` is a stable word for the API's problem answer, `status` its HTTP status.
    """

    code = "refused"
    status = 409

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


class InvalidTransition(DomainError):
    """The thing is no longer, or not yet, in a state that allows this."""

    code = "invalid_transition"


class StaleVersion(DomainError):
    """Somebody else changed the thing since it was read (SPEC.md B4)."""

    code = "stale_version"
    status = 412


class NotAllowed(DomainError):
    """The agreement or the role does not give this to whoever asks."""

    code = "not_allowed"
    status = 403


class MergedAway(Http404):
    """What an address names has become one with another (SPEC.md C7); whoever may see that is led there.

    For the time being, by 307: a merge can be undone, and what was sent is sent on.
    """

    def __init__(self, old: object, new: object) -> None:
        super().__init__()
        self.old, self.new = str(old), str(new)

    def redirect(self, request: HttpRequest) -> HttpResponseRedirect:
        """Return the way to the same address of the other."""
        address = request.get_full_path().replace(self.old, self.new, 1)
        return HttpResponseRedirect(address, preserve_request=True)
