"""Files of the incumbent system, recognised and translated into rows of our own workbook."""

from collections.abc import Iterator

from propertydesk.owners.rules.incumbent.books import rows_of_book
from propertydesk.owners.rules.incumbent.cars import rows_of_car_list, rows_of_owner_cars
from propertydesk.owners.rules.incumbent.homes import rows_of_rooms
from propertydesk.owners.rules.incumbent.layouts import (
    CAR_LIST,
    FEES,
    LAYOUT_WORDS,
    OWNER_CARS,
    ROOMS,
    Layout,
    Recognised,
    recognise,
)
from propertydesk.owners.rules.incumbent.lines import Reading
from propertydesk.owners.rules.takeover import Row

__all__ = ["LAYOUT_WORDS", "Layout", "Reading", "Recognised", "recognise", "rows_of"]


def rows_of(found: Recognised, reading: Reading) -> Iterator[Row]:
    """All rows of a recognised file, in the order in which they are taken."""
    rooms, cars, listed = found.get(ROOMS), found.get(OWNER_CARS), found.get(CAR_LIST)
    fees = found.get(FEES)
    if fees is not None:
        reading.passed[FEES.name, "", "fees"] = len(fees.rows)
    if rooms is not None:
        yield from rows_of_rooms(rooms, reading)
    yield from rows_of_book(found, reading)
    if cars is not None:
        yield from rows_of_owner_cars(cars, reading)
    if listed is not None:
        yield from rows_of_car_list(listed, reading)
