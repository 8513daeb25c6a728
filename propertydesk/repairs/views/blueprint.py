"""The blueprint that all repair pages hang on."""

from flask import Blueprint

bp = Blueprint("repairs", __name__, url_prefix="/repairs")
