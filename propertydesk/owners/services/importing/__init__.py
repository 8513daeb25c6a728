"""Taking homes, people and vehicles over from our own workbook: first a check, then the import.

Both are the same background task. It goes household by household in chunks of one transaction
each, so that a kill leaves whole households, and running again finishes what is left: what stands
already is found unchanged.
"""

from propertydesk.owners.services.importing.approving import (
    IMPORT,
    import_or_ask,
)
from propertydesk.owners.services.importing.ordering import order_check
from propertydesk.owners.services.importing.reading import look_through
from propertydesk.owners.services.importing.undoing import KIND as UNDO_KIND
from propertydesk.owners.services.importing.undoing import TASK as UNDO_TASK
from propertydesk.owners.services.importing.undoing import forget_imports, order_undo
from propertydesk.owners.services.importing.work import KIND, TASK

__all__ = [
    "IMPORT",
    "KIND",
    "TASK",
    "UNDO_KIND",
    "UNDO_TASK",
    "forget_imports",
    "import_or_ask",
    "look_through",
    "order_check",
    "order_undo",
]
