"""Pages of repair orders: the desk's and those on site."""

from propertydesk.repairs.views import aftercare, dispatch, intake, orders, slips, technicians
from propertydesk.repairs.views.blueprint import bp

__all__ = ["aftercare", "bp", "dispatch", "intake", "orders", "slips", "technicians"]
