"""The command line: exit codes, plain lines, and what each command leaves behind."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select, text

from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.cli import COMMANDS
from propertydesk.estate.models import Home
from propertydesk.platform import scheduling, tasks
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import At, Job, JobRun
from propertydesk.platform.tasks import Progress, Task, TaskKind
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.domain.platform.tampering import write
from tests.factories.accounts import StaffFactory
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory
from tests.factories.workbooks import ROOMS_3, rooms

pytestmark = pytest.mark.domain


@pytest.fixture
def run(app):
    """Run a command line as a person would."""

    def call(line: str, *more: str, typed: str = "") -> Result:
        return app.test_cli_runner().invoke(args=[*line.split(), *more], input=typed)

    return call


@pytest.fixture
def job(app, community):
    """A job that says it did three things."""
    before = scheduling.timetable(app)
    found = Job("count", "Count", At(hour=9), lambda *_: 3)
    broken = Job("broken", "Broken", At(every_minutes=5), lambda *_: 1 // 0)
    scheduling.register(app, [found, broken], before.communities)
    yield found
    scheduling.register(app, before.jobs, before.communities)


def fails_plainly(result: Result, words: str) -> None:
    """Whether a command failed with one line on standard error that says why."""
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_each_command_explains_itself(run, command):
    result = run(f"{command.name} --help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 3


def test_init_brings_up_to_date_and_may_be_repeated(run):
    assert "The database is at" in run("init").output
    assert run("init").exit_code == 0


def test_a_user_is_opened_with_the_password_from_standard_input(run, community):
    result = run(
        f"create-user Lin --role clerk --community {community.code}", typed="river stone lamp\n"
    )
    assert result.exit_code == 0, result.output
    db.session.rollback()
    staff = db.session.scalars(select(Staff).filter_by(login="lin")).one()
    role = db.session.scalars(select(StaffRole).filter_by(staff_id=staff.id)).one()
    assert (role.role, role.community_id) == ("clerk", community.id)
    assert "river" not in staff.password_hash


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        ("lin --role clerk --community NONE", "river stone lamp\n", "no community with the code"),
        ("lin --role clerk", "short\n", "at least 12"),
        ("lin --role clerk", "", "on standard input"),
    ],
)
def test_a_user_is_refused_plainly(run, arguments, typed, words):
    fails_plainly(run(f"create-user {arguments}", typed=typed), words)


def test_an_unknown_role_is_refused(run):
    assert run("create-user lin --role king", typed="river stone lamp\n").exit_code == 2


def test_jobs_are_listed(run, job):
    result = run("jobs list")
    output = result.output
    assert result.exit_code == 0, result.exception
    assert "count\tdaily at 09:00\teach community" in output
    assert "broken\tevery 5 minutes" in output


def test_a_job_runs_once_for_a_due_time_on_the_clock_of_the_community(run, job):
    first = run("jobs run count --at 2026-11-21T09:00")
    again = run("jobs run count --at 2026-11-21T09:00")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "done, 3" in first.output
    assert "nothing done" in again.output
    db.session.rollback()
    assert [row.due for row in db.session.scalars(select(JobRun))] == [NOW]


def test_a_failing_job_is_told_on_standard_error(run, job):
    result = run("jobs run broken")
    fails_plainly(result, "ZeroDivisionError")


@pytest.mark.parametrize("name", ["none", "count --at yesterday"])
def test_a_job_that_cannot_be_run_is_refused(run, job, name):
    assert run(f"jobs run {name}").exit_code != 0


def test_verify_prints_each_rule_with_its_count(run, community):
    result = run("verify")
    assert result.exit_code == 0, result.output
    assert "0\tplatform.foreign-keys\t" in result.stdout
    document = json.loads(run("verify --json").stdout)
    assert (document["breaches"], document["unchecked"]) == (0, 0)
    assert {"repair.state", "platform.files"} <= {rule["rule"] for rule in document["rules"]}


def test_verify_names_the_rule_that_is_broken(run, community):
    home = HomeFactory(community_id=community.id)
    order = RepairOrderFactory(community_id=community.id, home_id=home.id)
    result = run("verify --json")
    broken = {rule["rule"] for rule in json.loads(result.stdout)["rules"] if rule["count"]}
    assert (result.exit_code, broken) == (1, {"repair.state"}), f"{order} has no history"


def test_verify_sees_a_guard_that_was_taken_away(run, engine):
    gone = "activities_no_update" if engine == "sqlite" else "activities_append_only"
    place = "" if engine == "sqlite" else " ON activities"
    with db.engine.connect() as connection:
        statement = connection.begin()
        connection.execute(text(f"DROP TRIGGER {gone}{place}"))
        if engine == "postgresql":
            statement.close()
            pytest.skip("the database outlives the test there")
        statement.close()
    with transaction():
        db.session.execute(text(f"DROP TRIGGER {gone}"))
    result = run("verify --rule platform.append-only")
    assert result.exit_code == 1
    assert "1\tplatform.append-only" in result.stdout


def test_verify_that_cannot_check_says_so(run, monkeypatch):
    from propertydesk.platform.verify import Invariant
    from propertydesk.wiring import upkeep

    odd = Invariant("odd.rule", "nobody can check this", "SELECT * FROM nowhere")
    monkeypatch.setattr(upkeep, "INVARIANTS", (*upkeep.INVARIANTS, odd))
    result = run("verify")
    assert result.exit_code == 2
    assert "?\todd.rule" in result.stdout


def test_access_lists_every_route_with_its_roles(app, run):
    rows = json.loads(run("access --json").stdout)
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert {row["route"] for row in rows} == routes
    assert not [row for row in rows if row["access"] == "undeclared"]
    health = next(row for row in rows if row["route"] == "/healthz")
    assert (health["access"], health["roles"]) == ("public", ["everybody"])
    assert "/healthz\tGET\tpublic\teverybody" in run("access").stdout


def test_a_listing_that_does_not_exist_is_refused(run, community, tmp_path):
    file = tmp_path / "x.csv"
    fails_plainly(run(f"export nothing --community {community.code} {file}"), "")
    assert not file.exists()


def test_backup_and_restore(run, community, tmp_path):
    file = tmp_path / "desk.tar.gz"
    result = run(f"backup {file}")
    assert result.exit_code == 0, result.output
    assert "The key is not in it" in result.stdout
    fails_plainly(run(f"backup {file}"), "already")
    fails_plainly(run(f"restore {file}"), "--replace")
    assert run(f"restore {file} --replace").exit_code == 0
    file.write_bytes(file.read_bytes()[:-10])
    fails_plainly(run(f"restore {file} --replace"), "does not verify")
    assert run("verify").exit_code == 0


def test_homes_are_imported_as_a_task_with_progress(app, run, community, tmp_path):
    def step(task: Task, progress: Progress) -> None:
        assert (tasks.folder() / task.params["file"]).read_bytes() == b"workbook"
        progress.advance(2)
        task.outcome = {"read": 2, "added": 1, "errors": int(not task.params["dry_run"])}
        progress.finish()

    file = tmp_path / "homes.xlsx"
    file.write_bytes(b"workbook")
    before = app.extensions["desk.tasks"]
    tasks.register(app, [TaskKind("import-homes", "Import", step)])
    try:
        good = run(f"import-homes {file} --community {community.code} --dry-run")
        bad = run(f"import-homes {file} --community {community.code}")
    finally:
        app.extensions["desk.tasks"] = before
    assert (good.exit_code, good.stdout.splitlines()[:2]) == (0, ["read\t2", "added\t1"])
    assert bad.exit_code == 1


def test_demo_is_refused_in_production(app, run):
    import dataclasses

    desk = app.config["DESK"]
    app.config["DESK"] = dataclasses.replace(desk, mode="production")
    try:
        fails_plainly(run("demo --homes 5"), "no invented data")
    finally:
        app.config["DESK"] = desk


def test_doctor_says_what_is_missing(run):
    result = run("doctor")
    assert result.exit_code == 1
    assert "missing\tThe mode is test" in result.stdout
    assert "Nobody is administrator" in result.stdout


def test_doctor_names_open_accounts_of_the_demo(run):
    StaffFactory(login="lin")
    assert "Accounts of the demo are open (lin)" in run("doctor").stdout


def test_a_database_that_was_never_made_is_told_in_one_line(app, run, engine, tmp_path):
    if engine != "sqlite":
        pytest.skip("one engine is enough for the words")
    db.session.remove()
    db.engine.dispose()
    Path(db.engine.url.database).unlink()
    fails_plainly(run("create-user lin --role clerk", typed="river stone lamp\n"), "init")


def test_heads_that_were_kept_elsewhere_are_compared(run, community, tmp_path):
    assert run("jobs run seal-activities").exit_code == 0
    fails_plainly(run("seals head"), "Nothing is sealed yet")
    write(community, 3)
    assert "done, 3" in run("jobs run seal-activities --at 2026-11-21T10:00").stdout
    head = run("seals head").stdout.strip()
    kept = tmp_path / "kept.txt"
    kept.write_text(f"2026-11-21T02:00:00Z {head}\n", "utf-8")
    assert run(f"verify --rule platform.seal --head {head} --heads {kept}").exit_code == 0
    foreign = f"3:{'ab' * 32}"
    result = run(f"verify --rule platform.seal --head {head} --head {foreign}")
    assert result.exit_code == 1
    assert "1\tplatform.seal-heads-given" in result.stdout
    assert run(f"verify --rule platform.seal --head 9:{'ab' * 32}").exit_code == 1


def test_a_head_that_is_none_is_refused(run, community, tmp_path):
    fails_plainly(run("verify --head 3:abc"), "SEQ:HASH")
    odd = tmp_path / "odd.txt"
    odd.write_text("here is no head\n", "utf-8")
    fails_plainly(run(f"verify --heads {odd}"), "Line 1 of odd.txt")


def test_doctor_tells_when_nothing_is_sealed(run, community, set_clock):
    write(community, 3)
    assert "wait for a seal" not in run("doctor").stdout
    set_clock(NOW + timedelta(hours=3))
    assert "3 entries of the activity log wait for a seal" in run("doctor").stdout
    run("jobs run seal-activities")
    db.session.rollback()  # a command line of its own sees what the last one stored
    assert "wait for a seal" not in run("doctor").stdout


def test_an_import_of_the_old_system_and_back(run, community, tmp_path):
    file = tmp_path / "rooms.xlsx"
    file.write_bytes(rooms(ROOMS_3, {}).getvalue())
    done = run(f"import-homes {file} --community {community.code}")
    assert done.exit_code == 0, done.output
    told = dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    assert (told["added"], told["layout"]) == ("1", "rooms-3")
    number = told["import"]
    looked = run(f"undo-import {number} --community {community.code} --dry-run")
    assert "Homes and shops\tadded 1\tchanged 0" in looked.stdout
    assert run(f"undo-import {number} --community {community.code}").exit_code == 0
    fails_plainly(run(f"undo-import {number} --community {community.code}"), "already")
    fails_plainly(run(f"undo-import 999 --community {community.code}"), "no import 999")


def test_an_import_that_was_touched_since_names_the_homes(run, community, tmp_path):
    file = tmp_path / "rooms.xlsx"
    file.write_bytes(rooms(ROOMS_3, {}).getvalue())
    done = run(f"import-homes {file} --community {community.code}")
    number = done.stdout.rsplit("import\t", 1)[1].strip()
    home = db.session.scalars(select(Home)).one()
    RepairOrderFactory(community_id=community.id, home_id=home.id)
    refused = run(f"undo-import {number} --community {community.code}")
    assert refused.exit_code == 1
    assert "3-2-1501: Homes and shops: something was entered for it since." in refused.stderr
