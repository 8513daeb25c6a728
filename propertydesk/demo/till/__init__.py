"""A year at the till: who paid what when, drawers and closed days, what was taken back."""

from propertydesk.demo.till.year import Year

__all__ = ["Year"]
