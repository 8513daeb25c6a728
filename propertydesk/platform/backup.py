"""Backups: one file with the database, the uploads and a list of what is in it; never the key.

The database is copied first, then the files: files are never rewritten, so that every row in the
copy has its file. A backup counts only when its parts verify, and so does a restore.
"""

import hashlib
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from flask import current_app

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import copies, schema
from propertydesk.platform.attachments import uploads_folder
from propertydesk.platform.db import db
from propertydesk.platform.seals import heads

FORMAT = 1
MANIFEST = "manifest.json"
UPLOADS = "uploads"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 256 << 20
# An empty gzip member whose comment is the sum over all bytes before it.
_SEAL_HEAD = bytes.fromhex("1f8b08100000000000ff")
_SEAL_TAIL = bytes.fromhex("00" + "0300" + "00" * 8)
_SEAL_BYTES = len(_SEAL_HEAD) + 64 + len(_SEAL_TAIL)

#: Told how many files are done, and of how many (0: not known).
Watcher = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """One file inside a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: when, which schema, how many rows, which files, and the head
    of the seals (SEQ:HASH) at that moment.
    """

    made_at: str
    engine: str
    schema: str
    counts: dict[str, int]
    parts: list[Part]
    seal_head: str = ""
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Manifest":
        """Raises Invalid when it is not such a list."""
        try:
            found = json.loads(raw)
            found["parts"] = [Part(**part) for part in found["parts"]]
            return cls(**found)
        except (ValueError, TypeError, KeyError) as error:
            raise Invalid(N_("This is not a backup of PropertyDesk.")) from error


def write_backup(target: Path, now: datetime, watch: Watcher | None = None) -> Manifest:
    """Back up database and uploads into `target`, while others go on working.

    The file appears under its name only when it is whole. Raises Conflict when it exists already
    or the database's own copying tool is missing.
    """
    if target.exists():
        raise Conflict(N_("There is a file %(name)s already."), name=str(target))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
        copy = Path(place) / copies.file_name(db.engine)
        shape = copies.dump(db.engine, copy)
        whole = Path(place) / "whole"
        manifest = _pack(whole, copy, shape, now, watch)
        _check(whole, unpack_to=None)
        whole.rename(target)
    return manifest


def restore(
    source: Path, now: datetime, *, replace: bool = False, watch: Watcher | None = None
) -> Manifest:
    """Put a backup in place of what is there, after every part of it has verified.

    The list of heads of the seals begins anew with the restored one; the former is kept beside.

    Raises Invalid for a file that does not verify, Conflict when it does not fit this program or
    engine, or when there are data already and `replace` is not set. Nothing is changed then.
    """
    instance = Path(current_app.instance_path)
    with tempfile.TemporaryDirectory(dir=instance, prefix=".restore-") as place:
        manifest = _check(source, unpack_to=Path(place), watch=watch)
        _refuse_misfit(manifest)
        if not replace:
            _refuse_what_is_there()
        copies.load(db.engine, Path(place) / copies.file_name(db.engine), manifest.counts)
        _swap(Path(place) / UPLOADS, uploads_folder(), Path(place) / "replaced")
    with db.engine.connect() as connection:
        same = copies.counts(connection) == manifest.counts
        if not same or copies.seal_head(connection) != manifest.seal_head:
            raise Conflict(N_("The restored database does not hold what the backup lists."))
    _begin_heads(manifest, now)
    return manifest


def _begin_heads(manifest: Manifest, now: datetime) -> None:
    heads.set_aside(now)
    if manifest.seal_head:
        kept = heads.parse(manifest.seal_head)
        heads.prepare(is_new=True)
        heads.append(kept.seq, kept.hash, datetime.fromisoformat(manifest.made_at))


def _pack(
    whole: Path, copy: Path, shape: copies.Shape, now: datetime, watch: Watcher | None
) -> Manifest:
    files = [(copy.name, copy), *_uploads()]
    parts = []
    with tarfile.open(whole, "w:gz", compresslevel=3) as archive:
        for number, (name, path) in enumerate(files, 1):
            with suppress(FileNotFoundError):  # swept up meanwhile: no row spoke of it
                parts.append(_add(archive, name, path))
            if watch is not None:
                watch(number, len(files))
        engine = db.engine.dialect.name
        manifest = Manifest(
            now.isoformat(), engine, shape.schema, shape.counts, parts, shape.seal_head
        )
        listing = manifest.to_bytes()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mtime = len(listing), int(now.timestamp())
        archive.addfile(entry, io.BytesIO(listing))
    with whole.open("r+b") as file:
        file.write(_seal_of(file, whole.stat().st_size))
    return manifest


def _uploads() -> list[tuple[str, Path]]:
    folder = uploads_folder()
    files = sorted(path for path in folder.rglob("*.*") if _is_whole(path))
    return [(f"{UPLOADS}/{path.relative_to(folder).as_posix()}", path) for path in files]


def _is_whole(path: Path) -> bool:
    """Not a link, and not a file that is just being written."""
    return path.is_file() and not path.is_symlink() and path.suffix != ".part"


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Part:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        entry = archive.gettarinfo(arcname=name, fileobj=stream)
        archive.addfile(entry, stream)
    return Part(name, entry.size, digest)


def _check(source: Path, unpack_to: Path | None, watch: Watcher | None = None) -> Manifest:
    """Read every part and compare it with the list; keep the parts in `unpack_to`, if given."""
    _check_seal(source)
    found: dict[str, tuple[int, str]] = {}
    manifest = None
    try:
        with tarfile.open(source, "r:gz") as archive:
            for entry in archive:
                stream = _plain_file(archive, entry)
                if entry.name == MANIFEST:
                    manifest = Manifest.from_bytes(stream.read(_LARGEST_MANIFEST))
                else:
                    found[entry.name] = _take(stream, entry.name, unpack_to)
                    if watch is not None:
                        watch(len(found), 0)
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise Invalid(_UNREADABLE, name=str(source)) from error
    listed = {part.name: (part.size, part.sha256) for part in manifest.parts} if manifest else {}
    if manifest is None or manifest.format != FORMAT or listed != found:
        raise Invalid(_UNREADABLE, name=str(source))
    return manifest


_UNREADABLE = N_("%(name)s does not verify: it is damaged, or no backup of PropertyDesk.")


def _seal_of(file: IO[bytes], length: int) -> bytes:
    """A sum over the first `length` bytes, as an empty gzip member that other tools pass over."""
    digest = hashlib.sha256()
    while length > 0 and (chunk := file.read(min(length, _CHUNK))):
        digest.update(chunk)
        length -= len(chunk)
    return _SEAL_HEAD + digest.hexdigest().encode() + _SEAL_TAIL


def _check_seal(source: Path) -> None:
    """Raises Invalid unless every byte of the file is as it was written."""
    with source.open("rb") as file:
        length = source.stat().st_size - _SEAL_BYTES
        if length <= 0 or _seal_of(file, length) != file.read():
            raise Invalid(_UNREADABLE, name=str(source))


def _plain_file(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    """The content of a part. Raises ValueError for links, folders and names that lead elsewhere."""
    path = PurePosixPath(entry.name)
    stream = archive.extractfile(entry) if entry.isreg() else None
    if stream is None or path.is_absolute() or ".." in path.parts or "\\" in entry.name:
        raise ValueError(entry.name)
    return stream


def _take(stream: IO[bytes], name: str, unpack_to: Path | None) -> tuple[int, str]:
    """Size and hash of a part, which is written out on the way if wanted."""
    digest, size = hashlib.sha256(), 0
    with _sink(unpack_to, name) as write:
        for chunk in _chunks(stream):
            digest.update(chunk)
            size += len(chunk)
            write(chunk)
    return size, digest.hexdigest()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


@contextmanager
def _sink(folder: Path | None, name: str) -> Iterator[Callable[[bytes], Any]]:
    """What a part's bytes are given to: a file below `folder`, or nothing at all."""
    if folder is None:
        yield len
        return
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        yield file.write


def _refuse_misfit(manifest: Manifest) -> None:
    if manifest.engine != db.engine.dialect.name:
        raise Conflict(
            N_("The backup is of %(theirs)s, this installation runs on %(ours)s."),
            theirs=manifest.engine,
            ours=db.engine.dialect.name,
        )
    if not schema.is_known(manifest.schema):
        raise Conflict(N_("A newer program made this backup. Restore it with that one."))


def _refuse_what_is_there() -> None:
    with db.engine.connect() as connection:
        empty = schema.is_empty(connection)
    if not empty or _uploads():
        raise Conflict(
            N_("There are data already. Give --replace to put the backup in their place.")
        )


def _swap(new: Path, present: Path, old: Path) -> None:
    """Put the folder `new` in the place of `present`, which is kept in `old` until the end."""
    new.mkdir(exist_ok=True)
    if present.exists():
        present.rename(old)
    new.rename(present)
