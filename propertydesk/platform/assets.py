"""Addresses of static files that browsers may keep for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, url_for


def asset(path: str) -> str:
    """The address of a static file; it changes with the file's content."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=path, v=_version(Path(folder) / path))


@cache
def _version(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
