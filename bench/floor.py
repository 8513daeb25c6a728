"""The floor page: a Flask application that does the least for the same result.

It signs in, checks CSRF, reads 25 orders, one order or one code by SQLAlchemy Core, and writes an order with
its first activity. It has no roles, no masking, no timeline, no language, no once-only forms.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, redirect, render_template_string, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, bindparam, create_engine, event, insert, select

from propertydesk.estate.models import Home
from propertydesk.passes.models import ExitItem, PassCode, PassUse
from propertydesk.platform.activity import Activity
from propertydesk.repairs.models import RepairOrder

_PAGE = """<!doctype html><title>Orders</title><h1>Orders of {{ user }}</h1>
<form method="post" action="/create"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input name="description"><button>Save</button></form>
<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.code }}</td><td>{{ row.reporter_name }}</td>
<td>{{ row.description }}</td><td>{{ row.state }}</td><td>{{ row.arrive_due }}</td></tr>{% endfor %}</table>"""
_ORDER = """<!doctype html><title>Order</title><h1>{{ order.number }}</h1><p>{{ order.description }}</p>
<form method="post" action="/create"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>
<ol>{% for row in rows %}<li>{{ row.at }} {{ row.action }} {{ row.actor_name }}</li>{% endfor %}</ol>"""
_ANSWER = """<!doctype html><title>Code</title><h1>{{ code.typed }}</h1><p>{{ code.valid_to }}</p>
<form method="post" action="/create"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}"></form>
<ul>{% for row in uses %}<li>{{ row.at }} {{ row.gate_id }} {{ row.guard }}</li>{% endfor %}</ul>
<ul>{% for row in items %}<li>{{ row.name }} {{ row.quantity }}</li>{% endfor %}</ul>"""

_orders, _activities, _homes = (each.__table__ for each in (RepairOrder, Activity, Home))
_codes, _uses, _items = (each.__table__ for each in (PassCode, PassUse, ExitItem))
_LIST = (
    select(
        _orders.c.id,
        _orders.c.number,
        _orders.c.reporter_name,
        _orders.c.description,
        _orders.c.state,
        _orders.c.arrive_due,
        _homes.c.code,
    )
    .outerjoin(_homes, _homes.c.id == _orders.c.home_id)
    .where(_orders.c.community_id == bindparam("community"))
    .order_by(_orders.c.reported_at.desc(), _orders.c.id.desc())
    .limit(25)
)
_ONE = select(_orders).where(_orders.c.id == bindparam("order"))
_HISTORY = (
    select(_activities.c.at, _activities.c.action, _activities.c.actor_name)
    .where(_activities.c.subject_type == "repair", _activities.c.subject_id == bindparam("order"))
    .order_by(_activities.c.id.desc())
    .limit(60)
)

_CODE = select(_codes).where(_codes.c.typed == bindparam("typed"))
_USES = (
    select(_uses.c.at, _uses.c.gate_id, _uses.c.guard)
    .where(_uses.c.kind == bindparam("kind"), _uses.c.subject_id == bindparam("subject"))
    .where(_uses.c.use_no.is_not(None))
)
_ITEMS = select(_items.c.name, _items.c.quantity).where(
    _items.c.exit_pass_id == bindparam("subject")
)


def create_floor(url: str) -> Flask:
    """The floor over the database at `url` (SQLite, prepared by the product)."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "bench"  # a benchmark's own server
    CSRFProtect(app)
    login = LoginManager(app)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @contextmanager
    def writing() -> Iterator[Connection]:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.exec_driver_sql("COMMIT")

    login.user_loader(_User)

    @app.get("/enter")
    def enter() -> Any:
        login_user(_User("1"))
        return redirect("/list")

    @app.get("/list")
    @login_required
    def listed() -> str:
        with engine.connect() as connection:
            rows = connection.execute(_LIST, {"community": int(request.args["c"])}).all()
        return render_template_string(_PAGE, rows=rows, user=current_user.id)

    @app.get("/order/<int:order>")
    @login_required
    def one(order: int) -> str:
        with engine.connect() as connection:
            found = connection.execute(_ONE, {"order": order}).one()
            rows = connection.execute(_HISTORY, {"order": order}).all()
        return render_template_string(_ORDER, order=found, rows=rows)

    @app.post("/create")
    @login_required
    def create() -> Any:
        values = _values(request.form["description"])
        with writing() as connection:
            key = connection.execute(insert(_orders), values).inserted_primary_key
            order = key[0] if key else 0
            connection.execute(insert(_activities), _activity(order))
        return redirect(f"/order/{order}", 303)

    _show_codes(app, engine)
    return app


def _show_codes(app: Flask, engine: Engine) -> None:
    @app.get("/code/<typed>")
    @login_required
    def code(typed: str) -> str:
        with engine.connect() as connection:
            found = connection.execute(_CODE, {"typed": typed}).one()
            given = {"kind": found.kind, "subject": found.subject_id}
            uses = connection.execute(_USES, given).all()
            items = connection.execute(_ITEMS, {"subject": found.subject_id}).all()
        return render_template_string(_ANSWER, code=found, uses=uses, items=items)


class _User(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    def __init__(self, key: str) -> None:
        self.id = key


def _values(description: str) -> dict[str, Any]:
    here = datetime.now(UTC)
    return {
        "community_id": 1,
        "number": f"FL{time.time_ns()}",
        "state_since": here,
        "reported_at": here,
        "channel": "phone",
        "area": "lobby",
        "reporter_name": "Floor",
        "reporter_role": "owner",
        "category": "water.sink",
        "description": description,
        "priority": 3,
        "charge": "free",
        "first_handler": "floor",
        "dispatch_due": here,
        "arrive_due": here,
        "complete_due": here,
    }


def _activity(order: int) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC),
        "community_id": 1,
        "subject_type": "repair",
        "subject_id": order,
        "action": "repair.register",
        "actor_kind": "staff",
        "actor_name": "floor",
    }
