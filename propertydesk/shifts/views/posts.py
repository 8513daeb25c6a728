"""Posts: the list, a new one, a changed one, and beginning there."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes
from propertydesk.shifts import queries, rules, services
from propertydesk.shifts.forms import PostForm
from propertydesk.shifts.models import DutyPost
from propertydesk.shifts.rules import Permission
from propertydesk.shifts.views.blueprint import posts_bp as bp
from propertydesk.shifts.views.board import begin_form, board


@bp.get("")
@requires(Permission.SET)
def index() -> ResponseReturnValue:
    """All posts of the community, and a form for another."""
    return _index(PostForm(None))


@bp.post("")
@requires(Permission.SET)
@writes
def add() -> ResponseReturnValue:
    """Add a post."""
    form = PostForm()
    added = form.submit(lambda data: services.add_post(_values(data), actor=actor(), now=now()))
    if added is None:
        return _index(form), 422
    flash(_("%(name)s is added.", name=added.name_zh), "good")
    return see_other(url_for(".index"))


@bp.get("/<int:post_id>/edit")
@requires(Permission.SET)
def edit(post_id: int) -> ResponseReturnValue:
    """Change a post."""
    post = load(DutyPost, post_id)
    return page("shifts/post_edit.html", post=post, form=PostForm(None, obj=post))


@bp.post("/<int:post_id>")
@requires(Permission.SET)
@writes
def save(post_id: int) -> ResponseReturnValue:
    """Save the changes of a post."""
    post, form = load(DutyPost, post_id), PostForm()
    done = form.carries_out(
        lambda data: services.edit_post(post, _values(data), actor=actor(), now=now())
    )
    if not done:
        return page("shifts/post_edit.html", post=post, form=form), 422
    return see_other(url_for(".index"))


@bp.post("/<int:post_id>/duty")
@requires(*rules.STANDS.values())
@writes
def begin(post_id: int) -> ResponseReturnValue:
    """Somebody begins at a post where nobody is."""
    post, form = load(DutyPost, post_id), begin_form(bound=True)
    done = form.carries_out(
        lambda data: services.begin(post, rules.Turn(data["turn"]), actor=actor(), now=now())
    )
    if not done:
        return board(form), 422
    flash(_("You are on duty: %(post)s.", post=post.name_zh), "good")
    return see_other(url_for("hand_overs.index"))


def _values(data: dict[str, object]) -> dict[str, object]:
    return {**data, "keys_held": data["keys_held"] or 0}


def _index(form: PostForm) -> str:
    return page(
        "shifts/posts.html",
        posts=queries.posts(actor().community_id),
        kinds=rules.KIND_WORDS,
        form=form,
    )
