"""What is typed, in its plain form: text without traps, digits, phone numbers."""

import re
import unicodedata

import phonenumbers

_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean(text: str, *, multiline: bool = False) -> str:
    """Text without control and direction characters, composed, trimmed."""
    kept = "".join(
        each
        for each in unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_BIDI)
        if unicodedata.category(each) not in ("Cc", "Cs", "Cn", "Co")
        or (multiline and each == "\n")
    )
    return kept.strip() if multiline else " ".join(kept.split())


def ascii_digits(text: str) -> str:
    """Full-width digits and signs, as input methods type them, in their plain form."""
    return unicodedata.normalize("NFKC", text)


def normalise_phone(text: str) -> str:
    """13812345678, 0571-55500110 or +85291234567, however it was typed."""
    plain = re.sub(r"[\s()（）.·]", "", ascii_digits(text)).replace("—", "-")
    plain = re.sub(r"^(\+86|0086)-?(?=1|0|[2-9])", "", plain)
    if re.fullmatch(r"[0-9-]+", plain) and plain.replace("-", "").startswith("1"):
        return plain.replace("-", "")
    return plain


def is_phone(text: str) -> bool:
    """Whether `text`, normalised, can be dialled: a plausible length for its kind."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) and re.fullmatch(r"\+?[0-9-]+", text) is not None
