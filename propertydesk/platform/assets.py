"""Addresses of static files that browsers may keep for a year, and the mark in the browser's tab."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.platform.access import public

bp = Blueprint("assets", __name__)


@bp.get("/favicon.ico")
@public("Browsers ask for it by themselves beside what is no page: PDFs and workbooks.")
def tab_mark() -> ResponseReturnValue:
    """Where the mark of the browser's tab lies."""
    return redirect(asset("favicon.svg"))


def asset(path: str) -> str:
    """The address of a static file; it changes with the file's content."""
    return _address(current_app.static_folder or "", request.script_root, path)


@cache  # a page asks for a hundred, of which most are icons
def _address(folder: str, _root: str, path: str) -> str:
    version = hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=path, v=version)
