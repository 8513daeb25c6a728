"""An item at ¥2.30 and a home of 98.37 m² with one owner."""

from typing import Any

import pytest

from propertydesk.estate.models import Home
from tests.factories.fees import ChargeItemFactory, FeePriceFactory, owned_home


@pytest.fixture
def item(community: Any) -> Any:
    """Property service by area at ¥2.30 for everybody."""
    found = ChargeItemFactory(community_id=community.id, code="WY")
    FeePriceFactory(item=found)
    return found


@pytest.fixture
def home(community: Any) -> Home:
    """A home of 98.37 m² with one owner."""
    return owned_home(community)
