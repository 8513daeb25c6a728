"""Where pictures are decoded: in child processes, kept warm, that may fall over without harm.

A picture is the one thing from outside that a large library reads byte by byte. What it can do
there ends with the child's memory, its processor time and, last, the parent's patience.
"""

import atexit
import json
import logging
import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

from propertydesk.platform.darkroom import child

AT_ONCE = 2
"""Children that work at the same time; others wait their turn."""
PATIENCE = 30
"""Seconds after which a child is given up."""
LIGHT = 200 * 1024
"""KB a child may have held and still be kept for the next picture."""

log = logging.getLogger(__name__)


class _Child:
    """One process that develops pictures."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-X", "faulthandler=0", child.__file__]
        self.process = subprocess.Popen(  # noqa: S603  # our own file, by our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},
        )

    def develop(self, sent: bytes) -> tuple[dict[str, Any], bytes]:
        """As `child.develop`; raises OSError or EOFError when the child fell over."""
        asked, told = self.process.stdin, self.process.stdout
        if asked is None or told is None:
            raise OSError("the child has no pipes")
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.start()
        try:
            asked.write(struct.pack(">I", len(sent)) + sent)
            asked.flush()
            facts = json.loads(_part(told))
            return facts, _part(told)
        finally:
            alarm.cancel()

    def end(self) -> None:
        """Let it go; without a request under way it has nothing to lose."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self.process.wait()


class _Room:
    """The children that wait, and how many may work."""

    def __init__(self) -> None:
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        self.waiting: list[_Child] = []

    def develop(self, sent: bytes) -> tuple[dict[str, Any], bytes]:
        with self.turns:
            worker = self._take()
            try:
                facts, content = worker.develop(sent)
            except (OSError, EOFError) as error:
                log.warning("A picture of %d bytes ended its decoder: %s", len(sent), error)
                worker.end()
                return {"trouble": "damaged"}, b""
            if facts["memory"] > LIGHT:
                worker.end()
            else:
                self.waiting.append(worker)
            return facts, content

    def _take(self) -> _Child:
        while self.waiting:
            worker = self.waiting.pop()
            if worker.process.poll() is None:
                return worker
            worker.end()
        return _Child()

    def close(self) -> None:
        while self.waiting:
            self.waiting.pop().end()


_room = _Room()
atexit.register(_room.close)


def develop(sent: bytes) -> tuple[dict[str, Any], bytes]:
    """Facts about a picture and the picture written anew; `trouble` and no bytes when it cannot be.

    Where no process can be started at all, the work is done in this one.
    """
    try:
        return _room.develop(sent)
    except OSError:
        log.warning("No process can be started for pictures; they are decoded in this one")
        return child.develop(sent)


def _part(told: IO[bytes]) -> bytes:
    head = told.read(4)
    if len(head) < 4:
        raise EOFError("it gave no answer")
    size = struct.unpack(">I", head)[0]
    part = told.read(size)
    if len(part) < size:
        raise EOFError("its answer broke off")
    return part


def _begin_anew() -> None:
    """A forked server must not share the pipes of its parent."""
    _room.__init__()  # type: ignore[misc]  # the same room, empty


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
