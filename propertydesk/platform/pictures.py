"""Pictures that come with a form."""

from dataclasses import dataclass

from flask import request

from propertydesk.kernel.errors import Invalid
from propertydesk.platform import attachments
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.i18n import zone


@dataclass(frozen=True)
class Pictures:
    """Pictures read before the transaction, or why they cannot be taken."""

    files: list[PreparedFile]
    problem: Invalid | None = None


def read_pictures() -> Pictures:
    """Decode what was sent as `photos`, outside the transaction (`@writes(prepare=...)`)."""
    try:
        return Pictures(attachments.prepare_images(request.files.getlist("photos"), zone=zone()))
    except Invalid as problem:
        return Pictures([], Invalid(problem.text, field="photos", **problem.values))
