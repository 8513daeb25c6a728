"""Reading the estate."""

from propertydesk.estate.queries.buildings import (
    Branch,
    BuildingTree,
    Floor,
    building_choices,
    building_plan,
    building_tree,
    buildings,
    count_homes,
    door_choices,
    entrances,
    has_elevator,
)
from propertydesk.estate.queries.homes import (
    home_by_code,
    home_choices,
    home_labels,
    home_named,
    homes_by_ids,
    homes_spelled,
)
from propertydesk.estate.queries.lineage import Lineage, lineage
from propertydesk.estate.queries.places import (
    calendar_days,
    communities,
    community,
    community_by_code,
    every_community,
    opening_hours,
    zone_of,
)
from propertydesk.estate.queries.spaces import space_named, spaces_of_home

__all__ = [
    "Branch",
    "BuildingTree",
    "Floor",
    "Lineage",
    "building_choices",
    "building_plan",
    "building_tree",
    "buildings",
    "calendar_days",
    "communities",
    "community",
    "community_by_code",
    "count_homes",
    "door_choices",
    "entrances",
    "every_community",
    "has_elevator",
    "home_by_code",
    "home_choices",
    "home_labels",
    "home_named",
    "homes_by_ids",
    "homes_spelled",
    "lineage",
    "opening_hours",
    "space_named",
    "spaces_of_home",
    "zone_of",
]
