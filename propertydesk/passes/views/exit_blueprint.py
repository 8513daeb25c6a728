"""Where the desk's routes of exit passes hang."""

from flask import Blueprint

bp = Blueprint("exit_passes", __name__, url_prefix="/exit-passes")
