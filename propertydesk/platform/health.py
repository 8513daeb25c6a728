"""Two addresses for whatever watches over this installation."""

import shutil

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError

from propertydesk.platform import schema
from propertydesk.platform.access import public
from propertydesk.platform.db import db, on_sqlite, writing

LEAST_FREE_BYTES = 64 << 20

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public("Watchers have no account; it only says that the process lives.")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/readyz")
@public("Watchers have no account; it only says whether requests can be served.")
def ready() -> ResponseReturnValue:
    why_not = trouble()
    if why_not:
        return jsonify(status="not ready", reason=why_not), 503, {"Retry-After": "5"}
    return jsonify(status="ok")


def trouble() -> str:
    """Why requests cannot be served just now, in plain English words; empty when they can."""
    if shutil.disk_usage(current_app.instance_path).free < LEAST_FREE_BYTES:
        return "the disk is nearly full"
    try:
        found = _writable_at()
    except SQLAlchemyError:
        return "the database cannot be written"
    if found is None:
        return "the database has not been set up: run `flask --app run init`"
    if found != schema.head():
        return "the database waits for its migration: run `flask --app run init`"
    return ""


def _writable_at() -> str | None:
    """The migration the database stands at. Raises SQLAlchemyError when it takes no writes.

    Nothing is written: it is enough to become the writer, or to hear that one could.
    """
    mark = writing.set(True)  # on SQLite the transaction begins as the writer
    try:
        with db.engine.connect() as connection:
            if not on_sqlite() and connection.scalar(text("SHOW transaction_read_only")) == "on":
                raise InvalidRequestError("the server takes no writes")
            return schema.current(connection)
    finally:
        writing.reset(mark)
