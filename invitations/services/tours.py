"""The tour through a customer's steps is begun, left, gone on with and finished; in the supplier's context."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import queries
from invitations.enums import TourState
from invitations.models import CustomerTour
from invitations.tour import STEPS
from retailers.models import Customer
from retailers.queries import lock_customer
from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition


@transaction.atomic
def begin_tour(*, customer: Customer, by: User) -> CustomerTour:
    """Start a customer's tour anew, as it has just been let in: what was looked at before counts no more.

    Locks:  the tour.
    Source: N9.
    """
    tour = queries.lock_tour(customer)
    tour.terms_confirmed = tour.days_confirmed = False
    return _moved(tour, TourState.RUNNING, by)


@transaction.atomic
def resume_tour(*, customer: Customer, by: User) -> CustomerTour:
    """Go on with a customer's tour where it was left; one that was never begun or is finished begins.

    Locks:  the customer, the tour.
    Raises: InvalidTransition unless they are connected; then nothing is written.
    Source: N9, 004-22.
    """
    _refuse_strangers(lock_customer(customer))
    tour = queries.lock_tour(customer)
    if tour.state == TourState.FINISHED:
        tour.terms_confirmed = tour.days_confirmed = False
    return _moved(tour, TourState.RUNNING, by)


@transaction.atomic
def leave_tour(*, customer: Customer, by: User) -> CustomerTour:
    """Leave a customer's tour; what is done stays done. Left or finished already, it stays so.

    Locks:  the tour.
    Source: 004-22.
    """
    tour = queries.lock_tour(customer)
    return _moved(tour, TourState.LEFT, by) if tour.state == TourState.RUNNING else tour


@transaction.atomic
def confirm_step(*, customer: Customer, key: str, by: User) -> CustomerTour:
    """Note that somebody has looked at what applies to a customer, and that it is enough; the tour goes on.

    Args:
        key: of a step of invitations.tour.STEPS that confirms.
    Locks:  the customer, the tour.
    Raises: InvalidTransition unless they are connected; then nothing is written.
    """
    if key not in [step.key for step in STEPS if step.confirms]:
        raise ValueError(key)
    _refuse_strangers(lock_customer(customer))
    tour = queries.lock_tour(customer)
    setattr(tour, f"{key}_confirmed", True)
    return _moved(tour, TourState.RUNNING, by)


@transaction.atomic
def finish_tour(*, customer: Customer, by: User) -> CustomerTour:
    """Put a customer's tour away once all its steps are done.

    Locks:  the customer, the tour.
    Raises: InvalidTransition while a step is left; then nothing is written.
    """
    customer = lock_customer(customer)
    tour = queries.lock_tour(customer)
    if len(queries.done_of(customer, tour)) < len(STEPS):
        raise InvalidTransition(_("A step is left. You can leave the set-up and go on later."))
    return _moved(tour, TourState.FINISHED, by)


def _refuse_strangers(customer: Customer) -> None:
    if not customer.is_connected:
        raise InvalidTransition(_("You are not connected with this retailer. Approve or invite it first."))


def _moved(tour: CustomerTour, state: TourState, by: User) -> CustomerTour:
    tour.state, tour.by_name, tour.changed_at = state, str(by)[:120], timezone.now()
    tour.save(update_fields=["state", "terms_confirmed", "days_confirmed", "by_name", "changed_at"])
    return tour
