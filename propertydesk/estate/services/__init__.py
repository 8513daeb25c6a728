"""What is done with the estate; each verb writes one activity."""

from propertydesk.estate.services.buildings import (
    add_building,
    add_entrance,
    edit_building,
    edit_entrance,
    end_building,
    end_entrance,
)
from propertydesk.estate.services.communities import (
    edit_community,
    end_community,
    found_community,
    set_calendar_day,
    withdraw_calendar_day,
)
from propertydesk.estate.services.dividing import Part, join_homes, split_home
from propertydesk.estate.services.homes import add_home, edit_home, end_home, note_occupancy
from propertydesk.estate.services.indexing import reindex_homes
from propertydesk.estate.services.spaces import add_space, edit_space, end_space

__all__ = [
    "Part",
    "add_building",
    "add_entrance",
    "add_home",
    "add_space",
    "edit_building",
    "edit_community",
    "edit_entrance",
    "edit_home",
    "edit_space",
    "end_building",
    "end_community",
    "end_entrance",
    "end_home",
    "end_space",
    "found_community",
    "join_homes",
    "note_occupancy",
    "reindex_homes",
    "set_calendar_day",
    "split_home",
    "withdraw_calendar_day",
]
