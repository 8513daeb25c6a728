"""The blueprints that the till's pages hang on."""

from flask import Blueprint

till_bp = Blueprint("till", __name__, url_prefix="/till")
receipts_bp = Blueprint("receipts", __name__, url_prefix="/receipts")
