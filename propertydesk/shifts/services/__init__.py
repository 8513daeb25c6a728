"""What is done about shifts."""

from propertydesk.shifts.services.duties import begin, end, held_duty, sign_off, take_over
from propertydesk.shifts.services.posts import add_post, edit_post, furnish

__all__ = ["add_post", "begin", "edit_post", "end", "furnish", "held_duty", "sign_off", "take_over"]
