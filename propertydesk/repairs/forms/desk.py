"""Forms of repair orders."""

from flask_babel import lazy_gettext as _l
from wtforms import MultipleFileField

from propertydesk.platform.forms import (
    Choice,
    Form,
    Instant,
    Line,
    Paragraph,
    Phone,
    Segment,
    Several,
    Tick,
    Whole,
)

OTHER = "other"
"""The choice of a reporter who is not of the household."""

PICTURES = "image/jpeg,image/png,image/webp"


class IntakeForm(Form):
    """Everything that is asked while the caller waits."""

    channel = Segment(_l("Channel"), required=True, default="phone")
    rings = Whole(_l("Rings"), minimum=1, maximum=30)
    home = Line(_l("Home"), maximum=40, render_kw={"autocomplete": "off", "spellcheck": "false"})
    area = Choice(_l("Common area"))
    place = Line(_l("Where exactly"))
    reporter = Segment(_l("Reporter"))
    reporter_name = Line(_l("Name"), render_kw={"autocomplete": "off"})
    salutation = Segment(_l("Salutation"))
    reporter_role = Choice(_l("Role"))
    phone = Phone(_l("Phone"), render_kw={"autocomplete": "off", "inputmode": "tel"})
    category = Choice(_l("Category"), required=True)
    priority = Segment(_l("Priority"))
    charge = Segment(_l("Charge"))
    description = Paragraph(_l("Description"), required=True)
    photos = MultipleFileField(_l("Photos"), render_kw={"accept": PICTURES})
    window = Line(_l("Appointment"), maximum=40)
    appointment_from = Instant(_l("From"))
    appointment_to = Instant(_l("Until"))
    original = Line(_l("Rework of"), maximum=12)
    read_back = Tick(_l("Read back, the caller confirmed"))


class DispatchForm(Form):
    """Who is sent."""

    technician_id = Choice(_l("Technician"), required=True)


class ReassignForm(DispatchForm):
    """Who is sent instead, and why."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class ReasonForm(Form):
    """Why an order ends."""

    reason = Line(_l("Reason"), maximum=200, required=True)


class WindowForm(Form):
    """When somebody is at home."""

    appointment_from = Instant(_l("From"), required=True)
    appointment_to = Instant(_l("Until"), required=True)


class NoteForm(Form):
    """A remark for the history."""

    text = Paragraph(_l("Remark"), maximum=500, required=True)


class PhotosForm(Form):
    """Pictures to add."""

    photos = MultipleFileField(_l("Photos"), render_kw={"accept": PICTURES})


class SlipForm(Form):
    """How the slip is printed."""

    language = Segment(_l("Language"), required=True, default="both")
    paper = Segment(_l("Paper"), required=True, default="A5")


class SkillsForm(Form):
    """What a technician can do."""

    categories = Several(_l("Skills"))
