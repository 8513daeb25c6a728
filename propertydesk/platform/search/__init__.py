"""Finding anything by whatever a caller says: one table of short terms, looked up by their
beginnings.

Domains give the terms of their subjects (`terms`, `index`), say how a spelling of their own is
normalised (`register_normaliser`) and how a hit reads on the screen (`register_presenter`);
`find` does the rest, with the same few index range scans on both engines and never a LIKE.
"""

from propertydesk.platform.search.finding import Found, find, register_finder
from propertydesk.platform.search.index import (
    Entry,
    SearchTerm,
    bulk_index,
    drop,
    drop_all,
    reindex,
)
from propertydesk.platform.search.presenting import Hit, present, register_presenter
from propertydesk.platform.search.reading import register_normaliser
from propertydesk.platform.search.terms import (
    Kind,
    Term,
    name_terms,
    number_terms,
    phone_terms,
    plate_terms,
    spelling_terms,
    text_terms,
)

__all__ = [
    "Entry",
    "Found",
    "Hit",
    "Kind",
    "SearchTerm",
    "Term",
    "bulk_index",
    "drop",
    "drop_all",
    "find",
    "name_terms",
    "number_terms",
    "phone_terms",
    "plate_terms",
    "present",
    "register_finder",
    "register_normaliser",
    "register_presenter",
    "reindex",
    "spelling_terms",
    "text_terms",
]
