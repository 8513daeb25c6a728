"""The command line: `flask --app run COMMAND`. Commands say what they did, and fail in one line.

Others' scripts rely on names, options and exit codes here: they change only on purpose.
"""

from flask import Flask

from propertydesk.cli import billing, checks, exchange, installation, keeping, timed

COMMANDS = (
    installation.init,
    installation.demo,
    installation.create_user,
    installation.account_link,
    installation.doctor,
    exchange.import_homes,
    exchange.undo_import,
    exchange.export,
    billing.bill,
    timed.jobs,
    timed.scheduler,
    checks.verify,
    checks.access,
    checks.seals,
    keeping.backup,
    keeping.restore,
)


def register_cli(app: Flask) -> None:
    """Give `app` all commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
