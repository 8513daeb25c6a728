"""Pages of repair orders: the desk's and those on site."""

from propertydesk.repairs.views import dispatch, intake, orders, slips, technicians
from propertydesk.repairs.views.blueprint import bp

__all__ = ["bp", "dispatch", "intake", "orders", "slips", "technicians"]
