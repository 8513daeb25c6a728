"""Input of sign-in and accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from propertydesk.platform.forms import REQUIRED, Choice, Form, Line, Phone


class SignInForm(Form):
    """Name and password."""

    login = Line(
        _l("Login name"), maximum=40, required=True, render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    next = Line("", maximum=2000)


class PasswordForm(Form):
    """The old password and a new one."""

    current = PasswordField(
        _l("Present password"),
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [InputRequired(REQUIRED), Length(max=128)],
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(Form):
    """What is printed of a member of staff."""

    name = Line(_l("Name"), required=True)
    staff_no = Line(_l("Staff no."), maximum=20, required=True)
    phone = Phone(_l("Phone"))


class NewAccountForm(AccountForm):
    """A new account with its first role and password."""

    login = Line(_l("Login name"), maximum=40, required=True)
    role = Choice(_l("Role"), required=True)
    password = PasswordField(
        _l("First password"),
        [InputRequired(REQUIRED), Length(max=128)],
        render_kw={"autocomplete": "new-password"},
    )


class RoleForm(Form):
    """A role to give."""

    role = Choice(_l("Role"), required=True)
