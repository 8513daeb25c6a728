"""Settings of the installation, from the environment, with safe defaults."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

MODES = ("demo", "production", "test")


@dataclass(frozen=True)
class Desk:
    """Where this installation lives and how it behaves."""

    instance: Path
    database_url: str
    secret: bytes
    mode: str
    base_url: str
    proxies: int
    test_clock: Path | None

    @property
    def is_demo(self) -> bool:
        """Whether invented data and known passwords are allowed."""
        return self.mode != "production"


def from_environment(root: Path) -> Desk:
    """Read DATABASE_URL and the DESK_* variables; raises ValueError naming the variable that is off."""
    mode = os.environ.get("DESK_MODE", "demo")
    if mode not in MODES:
        raise ValueError(f"DESK_MODE must be one of {', '.join(MODES)}, not {mode!r}")
    instance = Path(os.environ.get("DESK_INSTANCE", root / "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    clock = os.environ.get("DESK_TEST_CLOCK")
    base_url = os.environ.get("DESK_BASE_URL", "")
    if mode == "production" and not base_url.startswith("https://"):
        raise ValueError("DESK_BASE_URL must be an https:// address in production")
    return Desk(
        instance=instance,
        database_url=_database_url(instance),
        secret=_secret(instance),
        mode=mode,
        base_url=base_url.rstrip("/"),
        proxies=_proxies(),
        test_clock=Path(clock) if clock and mode == "test" else None,
    )


def _proxies() -> int:
    given = os.environ.get("DESK_PROXIES", "0")
    if given not in {"0", "1", "2", "3", "4"}:
        raise ValueError("DESK_PROXIES must be a number of proxies, 0 to 4")
    return int(given)


def _database_url(instance: Path) -> str:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'propertydesk.db'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _secret(instance: Path) -> bytes:
    """The key from DESK_SECRET, or from a file made on first start and readable by its owner alone."""
    given = os.environ.get("DESK_SECRET")
    if given:
        if len(given) < 32:
            raise ValueError("DESK_SECRET must have at least 32 characters")
        return given.encode()
    path = instance / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()
