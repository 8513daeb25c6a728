"""Logs without personal data: whoever writes one, phones, identity numbers and plates are masked,
and of an address only its path is kept.

Records are cleaned as they are made, so that no handler, of whatever library, sees more.
"""

import logging
import re
from typing import Any

from propertydesk.kernel.masking import mask_personal

_QUERY = re.compile(r"(\b(?:GET|POST|HEAD|PUT|DELETE|OPTIONS) [^\s?\"\']*)\?[^\s\"\']*")
_MARK = "_propertydesk_keeps_quiet"


def init_logs() -> None:
    """Clean every record from now on; once for the process, however many applications it makes."""
    made_by = logging.getLogRecordFactory()
    if getattr(made_by, _MARK, False):
        return

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _cleaned(made_by(*args, **kwargs))

    setattr(make, _MARK, True)
    logging.setLogRecordFactory(make)


def clean(text: str) -> str:
    """A line as it may be kept."""
    return mask_personal(_QUERY.sub(r"\1?…", text))


def _cleaned(record: logging.LogRecord) -> logging.LogRecord:
    try:
        record.msg = clean(record.getMessage())
    except (TypeError, ValueError):  # a message that does not fit its values is told by the handler
        return record
    record.args = ()
    if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
        record.exc_text = clean(logging.Formatter().formatException(record.exc_info))
    return record
