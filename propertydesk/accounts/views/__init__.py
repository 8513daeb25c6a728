"""Pages of sign-in and accounts."""

from propertydesk.accounts.views.session import bp as session_bp
from propertydesk.accounts.views.staff import bp as staff_bp

__all__ = ["session_bp", "staff_bp"]
