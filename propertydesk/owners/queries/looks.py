"""Who looked at somebody's numbers in full, and why."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from propertydesk.kernel.reveals import Revealable
from propertydesk.owners.models import Person
from propertydesk.owners.queries.people import rows_of
from propertydesk.platform import reveal
from propertydesk.platform.reveal import Reveal


@dataclass(frozen=True)
class ShownLook:
    """One look in the reader's words."""

    at: datetime
    who: str
    what: str
    purpose: str
    reason: str
    is_refused: bool
    at_night: bool


def looks_at(person: Person, limit: int = 10) -> list[ShownLook]:
    """The last looks at what is kept about a person, on whatever record it stood."""
    return [_shown(each) for each in reveal.looks_about("person", rows_of(person), limit=limit)]


def purposes(what: Revealable) -> list[tuple[str, str]]:
    """What a value may be looked at for: value and words."""
    return [(each.value, _(words)) for each, words in what.purposes.items()]


def _shown(look: Reveal) -> ShownLook:
    what = reveal.declared().get(look.kind)
    words = {each.value: text for each, text in what.purposes.items()} if what else {}
    return ShownLook(
        at=look.at,
        who=look.staff_name,
        what=_(what.label) if what else look.kind,
        purpose=_(words[look.purpose]) if look.purpose in words else look.purpose,
        reason=look.reason,
        is_refused=bool(look.refused),
        at_night=look.at_night,
    )
