"""Heads of the chain outside the database: `seal-heads.log` in the instance folder.

One line for each sealing, "2026-11-25T05:00:00Z 1234:hash", only ever added to. Whoever changes
the database alone cannot make these lines fit.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

log = logging.getLogger(__name__)

NAME = "seal-heads.log"
#: Stands where the file had to be begun although there were seals: what stood in it is lost.
LOST = "# begun anew, earlier heads are lost"
_HEAD = re.compile(r"(?P<seq>[1-9][0-9]{0,17}):(?P<hash>[0-9a-fA-F]{64})")
_LINE = re.compile(rf"(?:(?P<at>[0-9TZ:.+-]+)\s+)?{_HEAD.pattern}")
_LAST_BYTES = 400


@dataclass(frozen=True)
class Kept:
    """A head as it was kept outside the database, and where it stands there."""

    seq: int
    hash: str
    place: str


def path() -> Path:
    """Where the file lies."""
    return Path(current_app.instance_path) / NAME


def prepare(*, is_new: bool) -> None:
    """Make the file if it is missing; says so in it unless the chain is new (`is_new`)."""
    if path().exists():
        return
    _add("" if is_new else f"{LOST}\n")
    if not is_new:
        log.warning("%s was missing and has been begun anew", path())


def append(seq: int, digest: str, at: datetime) -> None:
    """Add a head unless it is the last line already; safe on disk when this returns.

    A full or write-protected disk must not undo what is sealed: it is logged, `verify` tells the
    gap, and the next sealing adds its line.
    """
    try:
        if _ends_with(f" {seq}:{digest}"):
            return
        _add(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {seq}:{digest}\n")
    except OSError as error:
        log.error("a seal's head could not be written to %s: %s", path(), error)


def set_aside(now: datetime) -> None:
    """Keep the file under another name: the database it belongs to has been replaced."""
    if path().exists():
        path().rename(path().with_name(f"seal-heads-until-{now:%Y%m%dT%H%M%S}.log"))


def from_file(file: Path) -> list[Kept]:
    """The heads in a file. Raises Invalid for a line that holds none."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        return list(_heads(lines, file.name))


def parse(words: str) -> Kept:
    """A head as typed, SEQ:HASH; blanks between groups are passed over. Raises Invalid."""
    found = _HEAD.fullmatch("".join(words.split()))
    if found is None:
        raise Invalid(N_("Write a head as SEQ:HASH, with all 64 digits of the hash."))
    return Kept(int(found["seq"]), found["hash"].lower(), f"{found['seq']}:{found['hash'][:8]}…")


def _heads(lines: Iterable[str], name: str) -> Iterator[Kept]:
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        found = _LINE.fullmatch(words)
        if found is not None:
            yield Kept(int(found["seq"]), found["hash"].lower(), f"{name} {number}")
        elif line.endswith("\n"):  # else it is being written just now
            raise Invalid(
                N_("Line %(number)s of %(name)s holds no head."), number=number, name=name
            )


def _ends_with(words: str) -> bool:
    with path().open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_BYTES))
        return file.read().decode("utf-8", "replace").rstrip("\n").endswith(words)


def _add(words: str) -> None:
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(words.encode())
        file.flush()
        os.fsync(file.fileno())
