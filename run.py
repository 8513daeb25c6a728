#!/usr/bin/env python3
"""Make what is missing, then serve PropertyDesk.

Until the environment stands, only the standard library is used here. `python3 run.py` makes
`.venv`, installs the pinned packages when their list has changed, starts itself again inside,
brings the database up to date, fills an empty one with the demo community, and serves.

`flask --app run ...` finds the application here, too (`create_app`).
"""

import hashlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "installed"
OLDEST = (3, 11)


class Trouble(Exception):
    """Something the person at the keyboard can cure; the text says how."""


# --- the environment: standard library only --------------------------------


def ensure_environment(*, dev):
    """Make `.venv` and install what changed since the last time."""
    runtime, extra = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    wanted = [runtime, extra] if dev else [runtime]
    # The larger set holds the smaller: once installed, it serves both.
    good = [fingerprint(wanted), fingerprint([runtime, extra])]
    if STAMP.exists() and STAMP.read_text().strip() in good and environment_python().exists():
        return
    check_python()
    if not answers(environment_python()):
        make_environment()
    install(wanted[-1])
    STAMP.write_text(fingerprint(wanted) + "\n")


def environment_python():
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return ENVIRONMENT / folder / name


def fingerprint(lists):
    """Changes whenever a list of packages or the Python below it changes."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in lists:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def check_python():
    if sys.version_info < OLDEST:
        raise Trouble(
            "This is Python %d.%d; 3.11 or newer is needed. Name one: make run PYTHON=python3.11"
            % sys.version_info[:2]
        )
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Trouble(
            "This Python lacks its venv module. On Debian or Ubuntu: apt install python3-venv"
        )


def answers(python):
    """Whether that Python starts, is of our version, and has pip."""
    if not python.exists():
        return False
    asked = called([str(python), "-c", "import pip, sys; print(sys.version_info[:2])"])
    return asked.stdout.strip() == repr(sys.version_info[:2])


def make_environment():
    print("Making the environment in .venv ...", flush=True)
    made = called([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    if made.returncode:
        sys.stderr.write(made.stdout + made.stderr)
        raise Trouble(
            "The environment could not be made (above is why)."
            " On Debian or Ubuntu: apt install python3-venv"
        )


def install(packages):
    print("Installing %s, once ..." % packages.name, flush=True)
    pip = [str(environment_python()), "-m", "pip", "install", "--only-binary", ":all:"]
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    done = called([*pip, *quiet, "-r", str(packages)])
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise Trouble(
            "The packages could not be installed (above is why). Check the network, then try again."
        )


def called(command):
    """Run a command to its end and keep what it says."""
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def inside_environment():
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def start_again_inside():
    command = [str(environment_python()), str(ROOT / "run.py"), *sys.argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


# --- the desk: inside the environment ---------------------------------------


def create_app():
    """The application, for `flask --app run`."""
    from propertydesk import config
    from propertydesk import create_app as build

    try:
        return build(config.from_environment(ROOT))
    except ValueError as error:
        sys.exit("PropertyDesk: %s" % error)  # one line, also for `flask --app run`


def serve():
    host, port = address()
    listener = reserve(host, port)

    app = build_app()
    sign_ins = prepare(app)
    app.jinja_env.globals["demo_sign_ins"] = sign_ins
    set_up = set_up_link(app, host, port)
    from propertydesk.platform.scheduling.loop import start, stop
    from propertydesk.platform.serving import server_of

    server = server_of(app, listener)
    signal.signal(signal.SIGTERM, leave)
    scheduler = start(app)
    try:
        print_welcome(host, port, sign_ins, set_up)
        server.run()
    finally:
        stop(scheduler)


def address():
    """HOST and PORT as the environment says; 127.0.0.1 and 5000 when it says nothing."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "5000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Trouble("PORT must be a number from 1 to 65535, not %r." % port)
    return host, int(port)


def reserve(host, port):
    """Take the port before any work is done, so that nobody waits for a refusal."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise Trouble("HOST %r is not an address of this machine." % host) from None
    family, kind, protocol, _, place = found[0]
    listener = socket.socket(family, kind, protocol)
    if os.name != "nt":  # there the option would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
        listener.listen()  # a second start must notice at once, also while the demo is being made
    except OSError as error:
        raise Trouble(
            "Port %d cannot be had (%s). Free it, or choose another: PORT=%d make run"
            % (port, error.strerror, 5001 if port < 1024 else port % 65535 + 1)
        ) from None
    return listener


def build_app():
    """The application; settings that do not fit are told in one line."""
    from propertydesk import config

    try:
        config.from_environment(ROOT)
    except ValueError as error:
        raise Trouble(str(error)) from None
    return create_app()


def prepare(app):
    """Bring the database up to date and fill an empty demo; gives the sign-ins to be told."""
    from sqlalchemy.exc import OperationalError

    from propertydesk.kernel.errors import Problem
    from propertydesk.platform import schema

    with app.app_context():
        try:
            schema.bring_up_to_date()
        except OperationalError as error:
            why = str(error.orig).strip().splitlines()[0]
            raise Trouble("The database cannot be used: %s. See DATABASE_URL." % why) from None
        except Problem as problem:
            raise Trouble(str(problem)) from None
        if app.config["DESK"].mode != "demo":
            return []
        return demo_sign_ins()


def demo_sign_ins():
    """Invent a community where there is none; gives those of its sign-ins that are open."""
    from propertydesk import demo
    from propertydesk.accounts import queries as accounts
    from propertydesk.cli.voice import Progress
    from propertydesk.estate import queries as estate

    if not estate.communities():
        progress = Progress("demo")
        demo.build(watch=progress.show)
        progress.end()
    return [told for told in demo.SIGN_INS if accounts.staff_by_login(told[1])]


def set_up_link(app, host, port):
    """A one-time link for the first administrator, where there is nobody; "" otherwise."""
    from propertydesk.cli.installation import set_up_link as link

    with app.app_context():
        return link(site(host, port))


def site(host, port):
    return "http://%s:%d" % ("[%s]" % host if ":" in host else host, port)


def print_welcome(host, port, sign_ins, set_up):
    print("PropertyDesk: %s" % site(host, port))
    if set_up:
        print("Set-up link (for one use, 15 minutes): %s" % set_up)
    for role, name, password in sign_ins:
        print("%s\t%s\t%s" % (role, name, password))
    sys.stdout.flush()


def leave(*_):
    raise SystemExit(0)


def main():
    arguments = set(sys.argv[1:])
    if arguments & {"-h", "--help"}:
        print(__doc__.strip())
        return
    unknown = arguments - {"--setup-only", "--dev"}
    if unknown:
        raise Trouble("run.py knows --setup-only and --dev, not %s." % ", ".join(sorted(unknown)))
    ensure_environment(dev="--dev" in arguments)
    if "--setup-only" in arguments:
        return
    if not inside_environment():
        start_again_inside()
    serve()


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit("PropertyDesk: %s" % trouble)
    except KeyboardInterrupt:
        sys.exit(130)
