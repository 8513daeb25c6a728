"""Pages of fees."""

from propertydesk.fees.views import billing, bills, households, items, late, receivables

BLUEPRINTS = (items.bp, late.bp, billing.bp, bills.bp, receivables.bp, households.bp)
