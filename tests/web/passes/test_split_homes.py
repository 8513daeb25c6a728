"""Cards of workers in a home that was split, as the desk prints them."""

import io

from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.estate.services import Part, split_home
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.passes import card_of, work_of
from tests.factories.repairs import household_of


def test_a_card_of_a_split_home_is_printed_anew_with_the_new_home(sign_in, community):
    home = household_of(community)[0]
    work = work_of(community, home)
    worker, lead, clerk = card_of(work), make_actor(community), sign_in(Role.CLERK)

    def printed() -> str:
        order = {"passes": [worker.id], "language": "zh"}
        told = clerk.post_form(f"/engagements/{work.id}/cards", order)
        return PdfReader(io.BytesIO(clerk.get(told.location).data)).pages[0].extract_text()

    assert home.code in printed()
    half = home.area_centi // 2
    parts = [Part("2A08", half), Part("2A09", home.area_centi - half)]
    in_transaction(
        lambda: split_home(home, parts, on=NOW.date(), reason="分割", actor=lead, now=NOW)
    )
    assert "card not printed" in clerk.get(f"/engagements/{work.id}").text
    again = printed()
    assert "2A08" in again
    assert home.code not in again
