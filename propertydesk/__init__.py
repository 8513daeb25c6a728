"""PropertyDesk: the desk of a property-management service centre."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from propertydesk import config, wiring
from propertydesk.cli import register_cli
from propertydesk.platform import marks
from propertydesk.platform.access import login
from propertydesk.platform.db import db, prepare_sqlite
from propertydesk.platform.headers import init_headers
from propertydesk.platform.i18n import init_i18n
from propertydesk.platform.loglines import init_log_lines
from propertydesk.platform.logs import init_logs
from propertydesk.platform.origin import init_origin
from propertydesk.platform.web import init_web

ROOT = Path(__file__).resolve().parent.parent
MAX_REQUEST_BYTES = 64 * 1024 * 1024
COOKIE_SECONDS = 12 * 60 * 60  # as long as a session may last; idle time is counted inside it

_POSTGRES_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=5s -c statement_timeout=120s"
    " -c idle_in_transaction_session_timeout=60s"
)


def create_app(desk: config.Desk | None = None) -> Flask:
    """Build the application for the installation that `desk` (by default the environment) describes."""
    desk = desk or config.from_environment(ROOT)
    app = Flask(
        __name__,
        instance_path=str(desk.instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    secure = desk.base_url.startswith("https://")
    app.config.update(
        DESK=desk,
        SECRET_KEY=desk.secret,
        SQLALCHEMY_DATABASE_URI=desk.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(desk.database_url),
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=COOKIE_SECONDS,
        SESSION_COOKIE_NAME="__Host-desk" if secure else "desk",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "translations"),
    )
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    _init_parts(app, secure=secure)
    wiring.connect(app)
    register_cli(app)
    if desk.mode == "production":
        _refuse_demo(app)
    return app


def _refuse_demo(app: Flask) -> None:
    """Everybody knows the demo's passwords: its database never serves production (5.16)."""
    with app.app_context():
        try:
            is_demo = marks.carries(marks.DEMO)
        except OperationalError:
            return  # no database yet, or it is away: whoever uses it next will say so
        finally:
            db.engine.dispose()  # processes that fork from here must not share a connection
    if is_demo:
        raise ValueError(
            "this database was filled by the demo, whose passwords everybody knows:"
            " begin production with an empty one (DATABASE_URL or DESK_INSTANCE)"
        )


def _engine_options(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        connect: dict[str, object] = {"check_same_thread": False, "timeout": 10}
        return {"connect_args": connect, "hide_parameters": True}
    return {
        "connect_args": {"options": _POSTGRES_OPTIONS},
        "pool_size": 10,
        "pool_pre_ping": True,
        "hide_parameters": True,  # what people typed does not belong into logs
    }


def _init_parts(app: Flask, *, secure: bool) -> None:
    desk: config.Desk = app.config["DESK"]
    if desk.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Werkzeug's middlewares are put on
            app.wsgi_app, x_for=desk.proxies, x_proto=desk.proxies, x_host=desk.proxies
        )
    db.init_app(app)
    if desk.database_url.startswith("sqlite"):
        with app.app_context():
            prepare_sqlite(db.engine)
    Migrate(app, db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)
    login.init_app(app)
    init_logs()
    init_i18n(app)
    init_log_lines(app)
    init_web(app)
    init_headers(app, secure=secure)
    init_origin(app)
