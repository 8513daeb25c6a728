"""The listings of consents, leases and the completeness of files."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, Select, and_, select

from propertydesk.estate import rules as estate_rules
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.words import N_
from propertydesk.owners import rules
from propertydesk.owners.models import (
    Consent,
    ConsentWithdrawal,
    HouseholdFile,
    HouseholdTie,
    Person,
    PlannedEnding,
)
from propertydesk.owners.queries import completeness as files
from propertydesk.owners.queries.consents import state_column
from propertydesk.owners.queries.listings import buildings, first_owner, first_phone, home_link
from propertydesk.owners.rules import completeness, consents, tenancy
from propertydesk.owners.rules.consents import Given, Scope, State
from propertydesk.platform.listing import (
    By,
    ChoiceFilter,
    Column,
    DayFilter,
    Kind,
    Listing,
    SearchFilter,
    Sort,
    by_search,
)
from propertydesk.platform.listing.columns import Expression
from propertydesk.platform.listing.filters import Control, Option, Question, Reading
from propertydesk.platform.settings import stored_value

_STATE = state_column(stored_value(Consent.community_id, consents.PRIVACY_VERSION))


@dataclass(frozen=True, eq=False)
class WithinFilter:
    """Days until a date: past already, or within so many days from today."""

    key: str
    label: str
    value: Expression
    days: tuple[int, ...] = (30, 60, 90)

    def read(self, question: Question) -> Reading:
        """The condition for the chosen span."""
        asked = question.first(self.key)
        words = {"past": _("past already")}
        words |= {str(each): _("within %(count)s days", count=each) for each in self.days}
        options = [Option(key, text, key == asked) for key, text in words.items()]
        reading = Reading(control=Control("choice", self.key, _(self.label), options=options))
        if asked in words:
            today = business_date(question.now, question.zone)
            limit = today + timedelta(days=-1 if asked == "past" else int(asked))
            reading.conditions.append(self.value <= limit)
            text = _("%(name)s: %(text)s", name=_(self.label), text=words[asked])
            reading.keep(self.key, asked, text)
        return reading


@dataclass(frozen=True, eq=False)
class NeedFilter:
    """Files that lack one of the things chosen; or all that lack anything."""

    key: str
    label: str

    def read(self, question: Question) -> Reading:
        """The condition for what is chosen."""
        asked = question.first(self.key)
        words = {need.value: _(text) for need, text in completeness.NEED_WORDS.items()}
        options = [Option(key, text, key == asked) for key, text in words.items()]
        reading = Reading(control=Control("choice", self.key, _(self.label), options=options))
        if asked in words:
            reading.conditions.append(files.LACKS[completeness.Need(asked)])
            text = _("%(name)s: %(text)s", name=_(self.label), text=words[asked])
            reading.keep(self.key, asked, text)
        return reading


def _consents(community: BindParameter[int]) -> Select[Any]:
    return (
        select(Consent.id)
        .join(Person, Person.id == Consent.person_id)
        .outerjoin(ConsentWithdrawal, ConsentWithdrawal.consent_id == Consent.id)
        .where(Consent.community_id == community)
    )


def _leases(community: BindParameter[int]) -> Select[Any]:
    planned = and_(
        PlannedEnding.home_id == Home.id, PlannedEnding.outcome == tenancy.EndingState.WAITING
    )
    return (
        select(HouseholdTie.id)
        .join(Person, Person.id == HouseholdTie.person_id)
        .join(Home, Home.id == HouseholdTie.home_id)
        .outerjoin(PlannedEnding, planned)
        .where(
            HouseholdTie.community_id == community,
            HouseholdTie.tie == rules.Tie.TENANT.value,
            HouseholdTie.ends_on.is_(None),
        )
    )


def _missing_words(codes: str) -> str:
    return " · ".join(_(completeness.NEED_WORDS[need]) for need in completeness.needs_of(codes))


CONSENTS = Listing(
    name="consents",
    title=N_("Consents"),
    permission=rules.Permission.READ,
    select=_consents,
    id=Consent.id,
    columns=(
        Column("consent_no", N_("No."), Consent.id, Kind.NUMBER, on_screen=False),
        Column("person_id", N_("Person"), Person.id, on_screen=False, in_export=False),
        Column(
            "name",
            N_("Full name"),
            Person.name,
            Kind.NAME,
            link=lambda row: f"/people/{row['person_id']}#consents",
            sort="name",
        ),
        Column(
            "scope",
            N_("Agreed to"),
            Consent.scope,
            Kind.CHOICE,
            word=lambda code: consents.SCOPE_WORDS[Scope(code)],
            second=Column("note", N_("Remark"), Consent.note),
        ),
        Column(
            "state",
            N_("State"),
            _STATE,
            Kind.STATE,
            word=lambda code: consents.STATE_WORDS[State(code)],
            tone=lambda code: consents.STATE_TONES[State(code)],
        ),
        Column("version", N_("Version of the notice"), Consent.version),
        Column("given_on", N_("Given on"), Consent.given_on, Kind.DATE, sort="given"),
        Column(
            "channel",
            N_("How"),
            Consent.channel,
            Kind.CHOICE,
            word=lambda code: consents.GIVEN_WORDS[Given(code)],
        ),
        Column("taken_by", N_("Taken by"), Consent.taken_by),
        Column("withdrawn_on", N_("Withdrawn on"), ConsentWithdrawal.withdrawn_on, Kind.DATE),
        Column("guardian", N_("Guardian"), Consent.guardian, on_screen=False),
    ),
    sorts=(
        Sort("given", N_("Newest first"), (By(Consent.given_on, descending=True, nullable=False),)),
        Sort("name", N_("By name"), (By(Person.name, nullable=False),)),
    ),
    filters=(
        SearchFilter("q", N_("Name or phone"), by_search(Person.id, "person")),
        ChoiceFilter("scope", N_("Agreed to"), Consent.scope, tuple(consents.SCOPE_WORDS.items())),
        ChoiceFilter("state", N_("State"), _STATE, tuple(consents.STATE_WORDS.items())),
        ChoiceFilter("channel", N_("How"), Consent.channel, tuple(consents.GIVEN_WORDS.items())),
        DayFilter("given", N_("Given on"), Consent.given_on),
    ),
    empty=N_("No consent entered yet"),
)

LEASES = Listing(
    name="leases",
    title=N_("Leases"),
    permission=rules.Permission.READ,
    select=_leases,
    id=HouseholdTie.id,
    columns=(
        Column("home", N_("Home"), Home.code, Kind.NAME, link=home_link, sort="door"),
        Column("home_id", N_("Home"), Home.id, on_screen=False, in_export=False),
        Column("person_id", N_("Person"), Person.id, on_screen=False, in_export=False),
        Column("tenant", N_("Tenant"), Person.name, link=lambda row: f"/people/{row['person_id']}"),
        Column("phone", N_("Phone"), first_phone(), Kind.PHONE),
        Column("since", N_("Since"), HouseholdTie.starts_on, Kind.DATE),
        Column(
            "lease_ends_on", N_("Lease until"), HouseholdTie.lease_ends_on, Kind.DATE, sort="end"
        ),
        Column("planned_end", N_("Leaves on"), PlannedEnding.on, Kind.DATE),
        Column(
            "fee_payer",
            N_("Property fee"),
            HouseholdTie.fee_payer,
            Kind.STATE,
            word=lambda code: tenancy.FEE_PAYER_WORDS.get(code, N_("not said")),
            tone=lambda code: tenancy.FEE_PAYER_TONES.get(code, "grey"),
        ),
        Column("owner", N_("Owner"), first_owner(), on_screen=False),
    ),
    sorts=(
        Sort("end", N_("By end of lease"), (By(HouseholdTie.lease_ends_on),)),
        Sort("door", N_("By door"), (By(Home.sort_code, nullable=False),)),
    ),
    filters=(
        SearchFilter("q", N_("Name, phone or home"), by_search(Person.id, "person", homes=Home.id)),
        WithinFilter("within", N_("Ends"), HouseholdTie.lease_ends_on),
        ChoiceFilter("building", N_("Building"), Home.building_id, buildings),
        ChoiceFilter(
            "payer",
            N_("Property fee"),
            HouseholdTie.fee_payer,
            tuple(tenancy.FEE_PAYER_WORDS.items()),
        ),
    ),
    empty=N_("No home is let"),
)

COMPLETENESS = Listing(
    name="completeness",
    title=N_("Completeness of files"),
    permission=rules.Permission.READ,
    select=files.listed,
    id=Home.id,
    columns=(
        Column(
            "home",
            N_("Home"),
            Home.code,
            Kind.NAME,
            link=lambda row: f"{estate_rules.household_path(row['id'])}#file",
            sort="door",
        ),
        Column("owner", N_("Owner"), first_owner()),
        Column("percent", N_("Complete in %"), files.PERCENT, Kind.NUMBER, sort="worst"),
        Column("missing", N_("What is missing"), files.MISSING, Kind.CHOICE, word=_missing_words),
        Column("file_no", N_("Paper file"), HouseholdFile.file_no),
        Column("file_place", N_("Lies in"), HouseholdFile.place, on_screen=False),
        Column("archived_on", N_("Archived on"), HouseholdFile.archived_on, Kind.DATE),
        Column(
            "occupancy",
            N_("Occupancy"),
            Home.occupancy,
            Kind.CHOICE,
            word=lambda code: estate_rules.OCCUPANCY_WORDS[estate_rules.Occupancy(code)],
            on_screen=False,
        ),
    ),
    sorts=(
        Sort("worst", N_("Worst first"), (By(files.PERCENT, nullable=False), By(Home.sort_code))),
        Sort("door", N_("By door"), (By(Home.sort_code, nullable=False),)),
    ),
    filters=(
        SearchFilter("q", N_("Home or person"), by_search(Home.id, "home", homes=Home.id)),
        ChoiceFilter("building", N_("Building"), Home.building_id, buildings),
        NeedFilter("missing", N_("What is missing")),
    ),
    empty=N_("No homes yet"),
)

LISTINGS = (CONSENTS, LEASES, COMPLETENESS)
