"""The one place that reads the clock."""

from datetime import UTC, date, datetime
from pathlib import Path

from flask import current_app

from propertydesk.kernel.clock import business_date


def now() -> datetime:
    """The present instant, in UTC; in test mode what the clock file says."""
    fixed: Path | None = current_app.config["DESK"].test_clock
    if fixed is not None and fixed.exists():
        return datetime.fromisoformat(fixed.read_text("utf-8").strip()).astimezone(UTC)
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The business date in `zone`."""
    return business_date(now(), zone)
