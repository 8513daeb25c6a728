"""Holding a person's row for a verb."""

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners.models import Person
from propertydesk.platform.db import lock


def check_standing(person: Person) -> None:
    """Hold the row until the transaction ends, and `check_present`."""
    lock(person)
    check_present(person)


def check_present(person: Person) -> None:
    """Raise Conflict for somebody whose data have been erased, or whose entry has been joined with
    another: nothing is entered there anew.
    """
    if person.erased_at is not None:
        raise Conflict(N_("This person's data have been erased. Enter a new person."))
    if person.merged_into_id is not None:
        raise Conflict(N_("This person has been joined with another entry. Open the page again."))
