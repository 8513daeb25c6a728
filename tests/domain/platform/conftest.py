"""The sample listing, filled."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from propertydesk.platform.access import Actor
from propertydesk.platform.listing import Listing
from tests.domain.platform.samples import filled


@pytest.fixture
def listing(app: Flask, community: Any, actor: Actor) -> Iterator[Listing]:
    """The sample listing over rows of two communities, in a request from an English reader."""
    english = {"Accept-Language": "en"}
    with filled(app, community) as found, app.test_request_context("/samples", headers=english):
        yield found
