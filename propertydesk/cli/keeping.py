"""Backup and restore."""

from pathlib import Path

import click

from propertydesk.cli.voice import Progress, command
from propertydesk.platform import backup as backups
from propertydesk.platform.clock import now

_KEY_WORDS = (
    "The key is not in it (DESK_SECRET or secret.key): keep a copy of it in another safe place."
)


@command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and uploads into FILE (.tar.gz) while others go on working.

    The key of the installation is not in it.
    """
    progress = Progress("files")
    manifest = backups.write_backup(file.resolve(), now(), progress.show)
    progress.end()
    rows, size = sum(manifest.counts.values()), file.stat().st_size
    click.echo(
        f"{file}: {rows} rows in {len(manifest.counts)} tables, {len(manifest.parts) - 1} uploads,"
        f" {size} bytes, verified."
    )
    click.echo(_KEY_WORDS)


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the data that are there.")
def restore(file: Path, replace: bool) -> None:  # noqa: FBT001  # click hands its options over
    """Put the backup FILE in place, after every part of it has verified.

    Stop the web and scheduler processes first. A file that does not verify changes nothing.
    """
    progress = Progress("files")
    manifest = backups.restore(file, now(), replace=replace, watch=progress.show)
    progress.end()
    click.echo(f"Restored the state of {manifest.made_at}: {sum(manifest.counts.values())} rows.")
    if manifest.seal_head:
        click.echo(f"The seals of the activity log end at {manifest.seal_head}.")
    click.echo("Run `flask --app run init` to bring it up to date, then `verify`.")
    click.echo(_KEY_WORDS)
