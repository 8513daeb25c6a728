"""Sentences with places to fill in, as people edit them in the settings."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put `values` into the {places} of `template`; a place without a value stays readable.

    Not str.format: an edited phrase must never reach into objects.
    """
    return _PLACE.sub(lambda place: values.get(place[1]) or "…", template)
