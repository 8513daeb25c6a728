"""Made-up identity numbers: their region does not exist, their last character is right."""

from propertydesk.owners.rules.identity import citizen_check, credit_check


def resident_number(serial: int = 0, day: str = "19900307") -> str:
    """A citizen's number of a region that does not exist."""
    body = f"990000{day}{serial:03d}"
    return body + citizen_check(body)


def credit_code(serial: int = 0) -> str:
    """A company's code of a region that does not exist."""
    body = f"91990000MA0{serial:06d}"
    return body + credit_check(body)
