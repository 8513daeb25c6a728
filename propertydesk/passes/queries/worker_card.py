"""What workers' cards say, gathered: with photo, code and the hours of work."""

from collections.abc import Sequence

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement, PassCode, WorkerPass
from propertydesk.passes.printing.worker_card import (
    OTHER_WORK,
    PHOTO_HEIGHT,
    PHOTO_WIDTH,
    RENOVATION,
    WorkerCard,
)
from propertydesk.passes.queries import door
from propertydesk.passes.queries.workers import codes_of, hours_of
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.platform import attachments
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.printing import Photo, Words, photo_for
from propertydesk.platform.printing.catalogue import bilingual

#: Cards of one print: two sheets are cut before the next are printed.
MOST_CARDS = 60


def cards_of(passes: Sequence[WorkerPass]) -> list[WorkerCard]:
    """The cards of passes in force, of one community. Raises Conflict for one that is not, or whose
    photo is gone.
    """
    place = estate.community(passes[0].community_id)
    codes = codes_of([each.id for each in passes])
    return [_card(each, codes.get(each.id), place) for each in passes[:MOST_CARDS]]


def _card(worker_pass: WorkerPass, code: PassCode | None, place: Community) -> WorkerCard:
    if worker_pass.state != states.State.VALID or code is None or worker_pass.photo_id is None:
        raise Conflict(
            N_("%(number)s has no card in force that could be printed."), number=worker_pass.number
        )
    engagement = db.session.get_one(Engagement, worker_pass.engagement_id)
    hours = hours_of(place.id)
    return WorkerCard(
        number=worker_pass.number,
        community=Words(place.name_zh, place.name_en or place.name_zh),
        title=RENOVATION if engagement.work == rules.Work.RENOVATION else OTHER_WORK,
        photo=_photo(worker_pass.photo_id),
        name=worker_pass.name,
        home=db.session.get_one(Home, worker_pass.home_id).code,
        company=engagement.company,
        trade=bilingual(rules.TRADE_WORDS[rules.Trade(worker_pass.trade)]),
        ends_on=worker_pass.ends_on,
        code=code.shown,
        address=door.address(code),
        hours=f"{hours.starts:%H:%M}–{hours.ends:%H:%M}",
        office=place.office_place,
        hotline=place.hotline,
        reprint=max(0, worker_pass.prints - 1),
    )


def _photo(attachment_id: int) -> Photo:
    kept = attachments.content_of(db.session.get_one(Attachment, attachment_id))
    return photo_for(kept, width=PHOTO_WIDTH, height=PHOTO_HEIGHT)
