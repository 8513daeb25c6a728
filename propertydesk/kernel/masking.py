"""Personal data as it stands on screens and on paper that leaves the office (domain.md B5, C)."""

import re

_MOBILE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[- ]?)?(1[0-9]{2})[- ]?[0-9]{4}[- ]?([0-9]{4})(?![0-9])"
)
_LANDLINE = re.compile(r"(?<![0-9])(0[0-9]{2,3})-?[0-9]{3,4}([0-9]{4})(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])")
_PLATE = re.compile(
    r"([京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z])[· -]?[A-HJ-NP-Z0-9]{3,4}"
    r"([A-HJ-NP-Z0-9挂学警港澳]{2})(?![A-Z0-9])"
)
_LONG_NUMBER = re.compile(r"(?<![0-9])([0-9]{3})[0-9-]{4,}([0-9]{2})(?![0-9])", re.ASCII)


def mask_phone(phone: str) -> str:
    """138****5678; a landline keeps its area code and the last four: 021-****6612."""
    digits = phone.removeprefix("+86")
    if "-" in digits:
        area, _, rest = digits.rpartition("-")
        return f"{area}-****{rest[-4:]}"
    if len(digits) == 11 and digits.isdigit():
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{digits[:-4][:3]}****{digits[-4:]}" if len(digits) > 4 else "****"


def mask_name(name: str) -> str:
    """张*明, 张*, J*** Miller: enough to recognise, too little to publish."""
    words = name.split(" ")
    if len(words) > 1:
        return " ".join([f"{words[0][:1]}***", *words[1:]])
    if len(name) <= 1:
        return name
    return f"{name[0]}{'*' * max(1, len(name) - 2)}{name[-1] if len(name) > 2 else ''}"


def mask_plate(plate: str) -> str:
    """沪A***K3: place and the last two characters."""
    return f"{plate[:2]}***{plate[-2:]}" if len(plate) > 4 else "***"


def mask_identity(number: str) -> str:
    """First three and last two characters of an identity number."""
    return (
        f"{number[:3]}{'*' * max(4, len(number) - 5)}{number[-2:]}" if len(number) > 6 else "****"
    )


def mask_numbers(text: str) -> str:
    """Free text with its long numbers (phones, identities, accounts) masked: 138****78."""
    return _LONG_NUMBER.sub(r"\1****\2", text)


def mask_personal(text: str) -> str:
    """Free text with the phones, identity numbers and plates in it masked; dates, document numbers
    and amounts stay readable. For what is written down for good, and for logs.
    """
    text = _IDENTITY.sub(lambda found: mask_identity(found[1]), text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub(r"\1-****\2", text)
    return _PLATE.sub(r"\1***\2", text)
