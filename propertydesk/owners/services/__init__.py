"""What is done with people and households; each verb writes one activity."""

from propertydesk.owners.services.care import (
    end_care_note,
    keep_care_note,
    read_care_note,
    sweep_care,
)
from propertydesk.owners.services.consents import (
    Agreement,
    give_consent,
    print_notice,
    withdraw_consent,
)
from propertydesk.owners.services.deaths import inherit_home, record_death, revoke_death
from propertydesk.owners.services.duplicates import (
    dismiss_pair,
    refresh_duplicates,
    search_duplicates,
)
from propertydesk.owners.services.erasure import erase_person
from propertydesk.owners.services.households import (
    close_household,
    edit_tie,
    end_tie,
    join_household,
)
from propertydesk.owners.services.identity import (
    check_identity,
    identity_values,
    remove_identity,
    reveal_identity,
    set_identity,
)
from propertydesk.owners.services.indexing import index_people, reindex_all
from propertydesk.owners.services.merging import merge_people
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
from propertydesk.owners.services.profiles import (
    archive_file,
    edit_company,
    print_register,
    set_wishes,
)
from propertydesk.owners.services.succeeding import move_households
from propertydesk.owners.services.tenancies import (
    Terms,
    cancel_planned_end,
    change_terms,
    end_planned,
    end_tenancy,
    extend_tenancy,
    start_tenancy,
)
from propertydesk.owners.services.vehicles import (
    add_vehicle,
    edit_vehicle,
    end_vehicle,
    release_space,
)

__all__ = [
    "Agreement",
    "OwnerShare",
    "PersonDetails",
    "Terms",
    "add_note",
    "add_person",
    "add_phone",
    "add_vehicle",
    "archive_file",
    "cancel_planned_end",
    "change_owners",
    "change_terms",
    "check_identity",
    "close_household",
    "correct_phone",
    "dismiss_pair",
    "edit_company",
    "edit_note",
    "edit_person",
    "edit_tie",
    "edit_vehicle",
    "end_care_note",
    "end_note",
    "end_phone",
    "end_planned",
    "end_tenancy",
    "end_tie",
    "end_vehicle",
    "erase_person",
    "extend_tenancy",
    "give_consent",
    "identity_values",
    "index_people",
    "inherit_home",
    "join_household",
    "keep_care_note",
    "merge_people",
    "move_households",
    "print_notice",
    "print_register",
    "put_phone_first",
    "read_care_note",
    "record_death",
    "refresh_duplicates",
    "reindex_all",
    "release_space",
    "remove_identity",
    "reveal_identity",
    "reveal_phone",
    "revoke_death",
    "search_duplicates",
    "set_identity",
    "set_wishes",
    "start_tenancy",
    "sweep_care",
    "transfer_home",
    "withdraw_consent",
]
