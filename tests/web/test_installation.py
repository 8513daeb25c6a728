"""The pages that keep an installation going: settings, jobs, background tasks."""

import pytest
from sqlalchemy import select

from propertydesk import wiring
from propertydesk.accounts.rules import Role
from propertydesk.platform import scheduling, settings, tasks
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import At, Job, JobRun
from propertydesk.platform.tasks import Progress, Task, TaskKind
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.estate import CommunityFactory

pytestmark = pytest.mark.web

KINDS = sorted({setting.kind for setting in wiring.SETTINGS})


def setting_of(kind: str):
    return next(setting for setting in wiring.SETTINGS if setting.kind == kind)


def value_of(community, setting):
    db.session.rollback()
    return settings.value(community.id, setting)


@pytest.fixture
def job(app):
    before = scheduling.timetable(app)
    found = Job("count", "Count", At(hour=9), lambda *_: 3)
    scheduling.register(app, [found], before.communities)
    yield found
    scheduling.register(app, before.jobs, before.communities)


@pytest.fixture
def kind(app):
    before = app.extensions["desk.tasks"]

    def step(task: Task, progress: Progress) -> None:
        progress.expect(4)
        progress.advance(2, "%(count)s of four", count=task.done_count + 2)
        if task.done_count == 4:
            progress.finish()

    def conclude(task: Task, _material: object):
        path = tasks.folder() / f"out-{task.id}.txt"
        path.write_text("result", "utf-8")
        return path

    tasks.register(app, [TaskKind("count", "Count homes", step, conclude=conclude)])
    yield "count"
    app.extensions["desk.tasks"] = before


def test_all_settings_are_shown_with_their_values(sign_in):
    page = sign_in(Role.MANAGER).get("/settings")
    assert page.status_code == 200
    for setting in wiring.SETTINGS:
        assert f"/settings/{setting.key}" in page.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_setting_has_its_page(sign_in, kind, language):
    client = sign_in(Role.MANAGER, language=language)
    assert client.get(f"/settings/{setting_of(kind).key}").status_code == 200


def test_a_setting_is_changed_with_its_history(sign_in, community):
    setting = setting_of("integer")
    client = sign_in(Role.MANAGER)
    wanted = setting.default + 1 if setting.default < setting.maximum else setting.minimum
    answer = client.post_form(f"/settings/{setting.key}", {"value": str(wanted)})
    assert answer.status_code == 303
    assert value_of(community, setting) == wanted
    page = client.get(answer.location).text
    assert f'"Before"><div>{setting.default}' in page
    assert f'"After"><div>{wanted}' in page
    entry = db.session.scalars(select(Activity).filter_by(action="setting.change")).one()
    assert entry.changes == {setting.key: [str(setting.default), str(wanted)]}


@pytest.mark.parametrize("typed", ["", "many", "99999999999", "-5", "1.5", "１２x"])
def test_a_value_that_does_not_fit_is_refused_beside_its_field(sign_in, community, typed):
    setting = setting_of("integer")
    answer = sign_in(Role.MANAGER).post_form(f"/settings/{setting.key}", {"value": typed})
    assert answer.status_code == 422
    assert value_of(community, setting) == setting.default


def test_a_phrase_needs_both_languages(sign_in, community):
    setting = setting_of("phrase")
    client = sign_in(Role.MANAGER)
    assert client.post_form(f"/settings/{setting.key}", {"zh": "您好"}).status_code == 422
    both = {"zh": "您好", "en": "Good day"}
    assert client.post_form(f"/settings/{setting.key}", both).status_code == 303
    assert value_of(community, setting) == both


def test_settings_hold_in_one_community(sign_in, community):
    setting, other = setting_of("integer"), CommunityFactory()
    sign_in(Role.MANAGER).post_form(f"/settings/{setting.key}", {"value": str(setting.maximum)})
    assert value_of(other, setting) == setting.default


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUARD, Role.TECHNICIAN])
def test_others_may_not_look_after_the_installation(sign_in, role):
    client = sign_in(role)
    assert client.get("/settings").status_code == 403
    assert client.get("/jobs").status_code == 403
    assert client.post_form(f"/settings/{setting_of('integer').key}").status_code == 403


def test_a_setting_that_does_not_exist_is_missing(sign_in):
    client = sign_in(Role.MANAGER)
    assert client.get("/settings/nothing.here").status_code == 404
    assert client.post_form("/settings/nothing.here", {"value": "1"}).status_code == 404


def test_a_job_is_asked_for_and_shown(app, sign_in, community, job):
    scheduling.run_at(job, community.id, NOW.replace(day=20), app)
    client = sign_in()
    page = client.get("/jobs").text
    assert "daily at 09:00" in page
    assert "Done" in page
    answer = client.post_form("/jobs/count/runs")
    assert answer.status_code == 303
    assert "Waits for the scheduler" in client.get("/jobs").text
    db.session.rollback()
    newest = select(JobRun).where(JobRun.asked_by.is_not(None))
    assert db.session.scalars(newest).one().due == NOW
    assert db.session.scalars(select(Activity).filter_by(action="job.run")).one()


def test_asking_for_an_unknown_job_is_refused(sign_in):
    assert sign_in().post_form("/jobs/nothing/runs").status_code == 404


def test_a_task_shows_its_progress_and_its_result(app, sign_in, community, kind):
    client = sign_in()
    owner = make_actor(community)
    task_id = in_transaction(lambda: tasks.enqueue(kind, {}, actor=owner, now=NOW).id)
    waiting = client.get(f"/tasks/{task_id}").text
    assert 'hx-trigger="every 1s"' in waiting
    assert client.get(f"/tasks/{task_id}/result").status_code == 404
    tasks.run_next(app)
    db.session.rollback()  # the page below reads in this test's own session
    done = client.get(f"/tasks/{task_id}", headers={"HX-Request": "true"}).text
    assert "<h1" not in done
    assert "hx-trigger" not in done
    assert "4 of four" in done
    with client.get(f"/tasks/{task_id}/result") as file:
        assert file.text == "result"


def test_a_task_of_somebody_else_is_missing(sign_in, community, kind):
    owner = make_actor(community)
    task_id = in_transaction(lambda: tasks.enqueue(kind, {}, actor=owner, now=NOW).id)
    client = sign_in(Role.CLERK)
    assert client.get(f"/tasks/{task_id}").status_code == 404
    assert client.get(f"/tasks/{task_id}/result").status_code == 404
