"""What is done with people and households; each verb writes one activity."""

from propertydesk.owners.services.households import (
    close_household,
    edit_tie,
    end_tenancy,
    end_tie,
    join_household,
)
from propertydesk.owners.services.indexing import index_people, reindex_all
from propertydesk.owners.services.notes import add_note, edit_note, end_note
from propertydesk.owners.services.ownership import OwnerShare, change_owners, transfer_home
from propertydesk.owners.services.people import PersonDetails, add_person, edit_person
from propertydesk.owners.services.phones import (
    add_phone,
    correct_phone,
    end_phone,
    put_phone_first,
    reveal_phone,
)
from propertydesk.owners.services.vehicles import (
    add_vehicle,
    edit_vehicle,
    end_vehicle,
    release_space,
)

__all__ = [
    "OwnerShare",
    "PersonDetails",
    "add_note",
    "add_person",
    "add_phone",
    "add_vehicle",
    "change_owners",
    "close_household",
    "correct_phone",
    "edit_note",
    "edit_person",
    "edit_tie",
    "edit_vehicle",
    "end_note",
    "end_phone",
    "end_tenancy",
    "end_tie",
    "end_vehicle",
    "index_people",
    "join_household",
    "put_phone_first",
    "reindex_all",
    "release_space",
    "reveal_phone",
    "transfer_home",
]
