"""Gathering what the record of a disclosure shows on paper."""

from datetime import datetime

from flask_babel import force_locale, gettext

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import local
from propertydesk.owners.models import Disclosure
from propertydesk.owners.printing.disclosure import DisclosurePaper
from propertydesk.owners.rules import disclosures as rules
from propertydesk.platform.access import Actor
from propertydesk.platform.printing import Words


def paper_of(disclosure: Disclosure, *, actor: Actor, now: datetime) -> DisclosurePaper:
    """The record as it is to be printed now."""
    place = estate.community(disclosure.community_id)

    def there(instant: datetime | None) -> datetime | None:
        return local(instant, place.zone) if instant else None

    fields = [_both(rules.FIELD_WORDS[rules.Field(each)]) for each in disclosure.fields]
    return DisclosurePaper(
        number=disclosure.number,
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        operator=actor.name,
        operator_no=actor.staff_no,
        printed_at=local(now, place.zone),
        state=_both(rules.WORDS[rules.State(disclosure.state)]),
        recipient=disclosure.recipient,
        contact=disclosure.contact,
        purpose=disclosure.purpose,
        basis=_both(rules.BASIS_WORDS[rules.Basis(disclosure.basis)]),
        document_no=disclosure.document_no,
        consent_ref=disclosure.consent_ref,
        nda_ref=disclosure.nda_ref,
        fields=Words("、".join(each.zh for each in fields), ", ".join(each.en for each in fields)),
        question=disclosure.question,
        people=disclosure.people,
        given=disclosure.given,
        left_out=disclosure.left_out,
        valid_until=disclosure.valid_until,
        requested_by=disclosure.requested_by,
        requested_at=local(disclosure.requested_at, place.zone),
        checked_by=disclosure.checked_by,
        checked_at=there(disclosure.checked_at),
        approved_by=disclosure.approved_by,
        approved_at=there(disclosure.approved_at),
        exported_at=there(disclosure.exported_at),
        exports=disclosure.exports,
        digest=disclosure.digest,
    )


def _both(text: str) -> Words:
    """A catalogue entry in both languages."""
    with force_locale("zh"):
        chinese = gettext(text)
    with force_locale("en"):
        return Words(chinese, gettext(text))
