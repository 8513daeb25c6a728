"""The blueprints that the pages of shifts hang on."""

from flask import Blueprint

bp = Blueprint("hand_overs", __name__, url_prefix="/hand-overs")
posts_bp = Blueprint("duty_posts", __name__, url_prefix="/posts")
