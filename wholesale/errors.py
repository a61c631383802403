"""What a person did that cannot be done, in words they can act on."""

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
