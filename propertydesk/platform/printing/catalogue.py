"""Catalogue entries on paper, which speaks its own language whatever the screen speaks."""

from flask_babel import force_locale, gettext

from propertydesk.platform.printing.words import Words


def bilingual(entry: str) -> Words:
    """An English catalogue entry with its Chinese."""
    with force_locale("zh"):
        return Words(gettext(entry), entry)
