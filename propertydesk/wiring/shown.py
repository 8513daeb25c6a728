"""What a timeline, a search and a household's page show of each domain."""

from propertydesk.accounts import rules as account_rules
from propertydesk.estate.rules import timeline as estate_timeline
from propertydesk.fees import rules as fee_rules
from propertydesk.fees.queries import cards as fee_cards
from propertydesk.fees.rules import timeline as fee_timeline
from propertydesk.followups import rules as followup_rules
from propertydesk.owners import queries as owners
from propertydesk.owners import rules as owner_rules
from propertydesk.owners.queries import presenting as owner_hits
from propertydesk.owners.rules import timeline as owner_timeline
from propertydesk.passes import rules as pass_rules
from propertydesk.passes.queries import exit_page, visit_hits, worker_cards
from propertydesk.passes.queries import visits as visit_queries
from propertydesk.passes.rules import (
    gate_notes,
    parking_timeline,
    visit_timeline,
    worker_timeline,
)
from propertydesk.platform import (
    approvals,
    retention,
    reveal,
    seals,
    settings,
)
from propertydesk.platform.cards import HouseholdCard
from propertydesk.platform.listing.ordering import ACTIONS as EXPORT_ACTIONS
from propertydesk.platform.listing.records import LINKS as EXPORT_LINKS
from propertydesk.platform.scheduling import ACTIONS as JOB_ACTIONS
from propertydesk.repairs import queries as repairs
from propertydesk.repairs import rules as repair_rules
from propertydesk.repairs.rules import timeline as repair_timeline
from propertydesk.shifts import rules as shift_rules
from propertydesk.till import rules as till_rules
from propertydesk.till.queries import cards as till_cards
from propertydesk.till.rules import timeline as till_timeline

#: How actions read in timelines; the moves of the workflows bring their own words.
ACTIONS = {
    **EXPORT_ACTIONS,
    **approvals.ACTIONS,
    **settings.ACTIONS,
    **JOB_ACTIONS,
    **seals.ACTIONS,
    **reveal.ACTIONS,
    **retention.ACTIONS,
    **account_rules.ACTIONS,
    **estate_timeline.ACTIONS,
    **owner_timeline.ACTIONS,
    **shift_rules.ACTIONS,
    **parking_timeline.ACTIONS,
    **followup_rules.ACTIONS,
    **fee_timeline.ACTIONS,
    **till_timeline.ACTIONS,
    **repair_timeline.ACTIONS,
    **pass_rules.ACTIONS,
    **visit_timeline.ACTIONS,
    **worker_timeline.ACTIONS,
    **gate_notes.ACTIONS,
}


#: Where a subject of the timeline has its page.
SUBJECT_LINKS = {
    **approvals.LINKS,
    **EXPORT_LINKS,
    **estate_timeline.LINKS,
    **owner_timeline.LINKS,
    **shift_rules.LINKS,
    **parking_timeline.LINKS,
    **followup_rules.LINKS,
    **fee_timeline.LINKS,
    **repair_timeline.LINKS,
    **pass_rules.LINKS,
    **visit_timeline.LINKS,
    **worker_timeline.LINKS,
    **gate_notes.LINKS,
}


#: How subjects of the timeline are called at present, for who may know it.
SUBJECT_NAMES = {
    "person": owner_hits.names_of_people,
    "vehicle": owner_hits.plates_of_vehicles,
}


#: How subjects read among search hits; the order is the order in which equal hits are shown.
SEARCH_HITS = {
    "home": owner_hits.present_homes,
    "person": owner_hits.present_people,
    "vehicle": owner_hits.present_vehicles,
    "repair": repairs.present,
    "exit_pass": exit_page.present,
    "worker_pass": worker_cards.present,
    "engagement": worker_cards.present_work,
    "visit": visit_hits.present,
}


#: What stands on a household's page.
HOUSEHOLD_CARDS: tuple[HouseholdCard, ...] = (
    HouseholdCard(
        "fees", fee_rules.Permission.READ, "fees/_household_card.html", fee_cards.household_card
    ),
    HouseholdCard(
        "till", till_rules.Permission.READ, "till/_household_card.html", till_cards.household_card
    ),
    HouseholdCard("file", owner_rules.Permission.READ, "owners/_file_card.html", owners.file_card),
    HouseholdCard(
        "repairs",
        repair_rules.Permission.READ,
        "repairs/_household_card.html",
        repairs.household_card,
    ),
    HouseholdCard(
        "exit_passes",
        pass_rules.Permission.READ,
        "passes/exits/_household_card.html",
        exit_page.household_card,
    ),
    HouseholdCard(
        "visits",
        pass_rules.Permission.READ_VISITS,
        "passes/visits/_household_card.html",
        visit_queries.household_card,
    ),
    HouseholdCard(
        "workers",
        pass_rules.Permission.READ_WORKERS,
        "passes/workers/_household_card.html",
        worker_cards.household_card,
    ),
)
