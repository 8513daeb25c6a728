"""The unified social credit code of companies (GB 32100-2015)."""

import re

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}", re.ASCII)


def credit_code(text: str) -> str:
    """The code in capitals without spaces, or nothing. Raises Invalid on `credit_code`.

    Only the shape is checked: a company's paper is what counts, and a code typed as printed must
    never be refused for a sum.
    """
    code = "".join(text.upper().split())
    if code and not _SHAPE.fullmatch(code):
        raise Invalid(
            N_("A credit code has 18 digits and capital letters, without I, O, S, V and Z."),
            field="credit_code",
        )
    return code
