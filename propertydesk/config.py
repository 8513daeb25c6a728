"""Settings of the installation, from the environment, with safe defaults."""

import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

KEY_FILE = "secret.key"
SHORTEST_KEY = 32
FEWEST_DIFFERENT = 8
MODES = ("demo", "production", "test")

_SITE = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?/?", re.I | re.A)


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
    if mode == "production" and not _SITE.fullmatch(base_url):
        raise ValueError(
            "DESK_BASE_URL must be an https:// address in production, without a path,"
            " such as https://desk.example.cn"
        )
    if mode == "production":
        _refuse_unsafe(instance)
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


def _refuse_unsafe(instance: Path) -> None:
    """What may be in the environment of a demo and must not be in production (reliability D1)."""
    if os.environ.get("DESK_TEST_CLOCK"):
        raise ValueError("DESK_TEST_CLOCK is for tests: leave it out in production")
    if os.environ.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        raise ValueError("FLASK_DEBUG shows the program to everybody: leave it out in production")
    path = instance / KEY_FILE
    if not os.environ.get("DESK_SECRET") and path.exists() and others_may_read(path):
        raise ValueError(f"others can read the key of this installation: chmod 600 {path}")


def others_may_read(path: Path) -> bool:
    """Whether anybody but the owner may read the file."""
    return os.name != "nt" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _secret(instance: Path) -> bytes:
    """The key from DESK_SECRET, or from a file made on first start and readable by its owner alone."""
    given = os.environ.get("DESK_SECRET")
    if given:
        return _strong(given.encode(), "DESK_SECRET")
    path = instance / KEY_FILE
    if not path.exists():
        _make_key(path)
    return _strong(path.read_bytes(), str(path))


def _strong(key: bytes, where: str) -> bytes:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"{where} must have at least {SHORTEST_KEY} characters")
    if len(set(key)) < FEWEST_DIFFERENT:
        raise ValueError(f"{where} is too easy to guess: take 64 random hexadecimal digits")
    return key


def _make_key(path: Path) -> None:
    """Two processes may start at once: the key appears whole or not at all, and once."""
    whole = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()
