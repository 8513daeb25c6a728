"""Two addresses for whatever watches over this installation."""

import shutil

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

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
    """The migration the database stands at, after a write to it that is undone."""
    mark = writing.set(True)
    try:
        with db.engine.connect() as connection:  # leaving it undoes everything
            if not on_sqlite():
                connection.execute(text("SET LOCAL lock_timeout = '3s'"))
            found = schema.current(connection)
            if found is not None:
                connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            return found
    finally:
        writing.reset(mark)
