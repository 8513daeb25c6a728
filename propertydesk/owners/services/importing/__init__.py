"""Taking homes, people and vehicles over from our own workbook: first a check, then the import.

Both are the same background task. It goes household by household in chunks of one transaction
each, so that a kill leaves whole households, and running again finishes what is left: what stands
already is found unchanged.
"""

from propertydesk.owners.services.importing.ordering import order_check, order_import
from propertydesk.owners.services.importing.work import KIND, TASK

__all__ = ["KIND", "TASK", "order_check", "order_import"]
