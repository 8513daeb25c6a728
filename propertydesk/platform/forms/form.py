"""A form with a verb behind it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField

from propertydesk.kernel.errors import Invalid
from propertydesk.platform.db import db
from propertydesk.platform.i18n import language

Result = TypeVar("Result")


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form with a verb: fields are cleaned, errors land on their field."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """Messages of the library in the reader's language too."""

        @property
        def locales(self) -> list[str]:
            return [language()]

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Files reach file fields alone: one sent for a text field is as if nothing were sent."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            wanted = {field.name for field in form if isinstance(field, FileField)}
            files = [
                (name, file) for name, file in request.files.items(multi=True) if name in wanted
            ]
            return CombinedMultiDict((request.form, MultiDict(files)))

    problem: str = ""

    def carries_out(self, verb: Callable[[dict[str, Any]], object]) -> bool:
        """`submit` for verbs that give nothing back: whether it was done."""
        return self.submit(lambda data: (verb(data),)) is not None

    def submit(self, verb: Callable[[dict[str, Any]], Result]) -> Result | None:
        """Run `verb` with the data; None when the form or the verb refuses, with errors on the form.

        What the verb had done by then is undone by the POST door, since the answer is a 422.
        """
        if not self.validate():
            return None
        data = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        try:
            return verb(data)
        except Invalid as problem:
            db.session.expire_all()
            self.add_problem(problem)
            return None

    def add_problem(self, problem: Invalid) -> None:
        """Show a refusal beside its field, or above the form."""
        text = _(problem.text, **problem.values)
        field = self._fields.get(problem.field or "")
        if field is None:
            self.problem = text
        else:
            field.errors = [*field.errors, text]
