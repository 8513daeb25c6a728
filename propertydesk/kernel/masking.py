"""Personal data as it stands on screens and on paper that leaves the office (domain.md B5, C)."""


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
