"""The command line: `flask --app run COMMAND`. Commands say what they did, and fail in one line.

Others' scripts rely on names, options and exit codes here: they change only on purpose.
"""

from flask import Flask

from propertydesk.cli import checks, exchange, installation, keeping, timed

COMMANDS = (
    installation.init,
    installation.demo,
    installation.create_user,
    installation.doctor,
    exchange.import_homes,
    exchange.export,
    timed.jobs,
    timed.scheduler,
    checks.verify,
    checks.access,
    keeping.backup,
    keeping.restore,
)


def register_cli(app: Flask) -> None:
    """Give `app` all commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
