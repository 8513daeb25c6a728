"""A full number in the browser: not in the page before, shown for a minute, gone when the tab wakes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from propertydesk.owners.models import Person
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.reveal import Reveal
from propertydesk.platform.reveal.limits import LOOKS_PER_HOUR
from propertydesk.platform.transaction import in_transaction
from tests.browser.conftest import PHONE, Visitor
from tests.conftest import NOW, make_actor

pytestmark = pytest.mark.browser
NUMBER = "12012345678"
MASKED = "120****5678"


def show(visitor: Visitor, purpose: str, words: str = "") -> None:
    masked = visitor.page.locator("[data-masked]").filter(has_text="120").first
    masked.get_by_role("button", name="Show").click()
    if words:
        masked.locator("[data-reveal-reason]").fill(words)
    masked.get_by_role("button", name=purpose).click()


@pytest.fixture
def person(world: Any) -> Person:
    return db.session.scalars(select(Person).filter_by(community_id=world.community_id)).one()


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_number_is_shown_for_a_minute_and_is_in_no_page_before(
    visitor: Callable[..., Visitor], person: Person, size: Any
) -> None:
    clerk = visitor(size)
    clerk.page.clock.install()
    clerk.sign_in("lin")
    clerk.go(f"/people/{person.id}")
    assert NUMBER not in clerk.page.content()
    show(clerk, "To call about a matter in hand", "water")
    value = clerk.page.locator("[data-masked-value]").first
    expect(value).to_have_text(NUMBER)
    clerk.page.clock.fast_forward(59_000)
    expect(value).to_have_text(NUMBER)
    clerk.page.clock.fast_forward(1_500)
    expect(value).to_have_text(MASKED)
    assert NUMBER not in clerk.page.content()
    db.session.rollback()
    (look,) = db.session.scalars(select(Reveal))
    assert (look.purpose, look.reason, look.about_id) == ("call", "water", person.id)
    assert clerk.faults() == []
    assert clerk.complaints == []


def test_a_tab_that_slept_covers_what_it_showed(
    visitor: Callable[..., Visitor], person: Person
) -> None:
    """Timers rest in a sleeping tab; waking up, it looks at the clock first."""
    clerk = visitor()
    clerk.page.add_init_script(
        "window.realNow = Date.now; window.ahead = 0; Date.now = () => window.realNow() + window.ahead;"
    )
    clerk.sign_in("lin")
    clerk.go(f"/people/{person.id}")
    show(clerk, "To call about a matter in hand")
    value = clerk.page.locator("[data-masked-value]").first
    expect(value).to_have_text(NUMBER)
    clerk.page.evaluate(
        "() => { window.ahead = 61000; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    expect(value).to_have_text(MASKED)


def test_over_the_limit_the_page_says_so_plainly(
    visitor: Callable[..., Visitor], world: Any, person: Person
) -> None:
    by = make_actor(world)
    by = type(by)(**{**by.__dict__, "community_id": world.community_id})
    in_transaction(
        lambda: settings.change(world.community_id, LOOKS_PER_HOUR, 1, actor=by, now=NOW)
    )
    db.session.rollback()
    clerk = visitor()
    clerk.sign_in("lin")
    for _ in range(2):
        clerk.go(f"/people/{person.id}")
        show(clerk, "To call about a matter in hand")
    expect(clerk.page.locator("#toasts")).to_contain_text("within the hour")
    assert NUMBER not in clerk.page.content()
