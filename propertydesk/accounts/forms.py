"""Input of sign-in and accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from propertydesk.platform.forms import REQUIRED, Choice, Form, Line, Phone, Segment


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


class CodeForm(Form):
    """A code of the authenticator app, or one for a lost phone."""

    code = Line(
        _l("Security code"),
        maximum=20,
        required=True,
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )


class EnrolmentForm(CodeForm):
    """The first code of a fresh seed, which the form carries along sealed."""

    sealed = Line("", maximum=400, required=True)


class NewPasswordForm(Form):
    """A password chosen by whoever holds a one-time link."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(REQUIRED), Length(max=128)],
        render_kw={"autocomplete": "new-password"},
    )


class SetUpForm(NewPasswordForm):
    """The first administrator."""

    name = Line(_l("Full name"), required=True, render_kw={"autocomplete": "name"})
    login = Line(
        _l("Login name"), maximum=40, required=True, render_kw={"autocomplete": "username"}
    )


class ConfirmationForm(Form):
    """The password once more, or a code of the app."""

    confirmation = PasswordField(
        _l("Your password, or a code of your app"),
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


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


_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]*"}


class PinForm(Form):
    """A PIN for the shared phone, and the password that shows whose it is."""

    current = PasswordField(
        _l("Present password"),
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    pin = PasswordField(_l("New PIN"), [InputRequired(REQUIRED), Length(max=12)], render_kw=_DIGITS)


class ChangeForm(Form):
    """Who takes over the phone, and their PIN."""

    staff_id = Segment(_l("Who takes over"), required=True)
    pin = PasswordField(_l("PIN"), [InputRequired(REQUIRED), Length(max=12)], render_kw=_DIGITS)
    next = Line("", maximum=2000)


class UnlockForm(Form):
    """Whoever locked the screen shows that it is still them."""

    confirmation = PasswordField(
        _l("PIN or password"),
        [InputRequired(REQUIRED), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    next = Line("", maximum=2000)


class AccountForm(Form):
    """What is printed of a member of staff."""

    name = Line(_l("Full name"), required=True)
    staff_no = Line(_l("Staff no."), maximum=20, required=True)
    phone = Phone(_l("Phone"))


class ReasonForm(Form):
    """Why an administrator's account needs a way back."""

    reason = Line(_l("Reason"), maximum=200)


class NewAccountForm(AccountForm):
    """A new account with its first role; its owner chooses the password by a one-time link."""

    login = Line(_l("Login name"), maximum=40, required=True)
    role = Choice(_l("Role"), required=True)


class RoleForm(Form):
    """A role to give, and why: a second administrator reads it."""

    role = Choice(_l("Role"), required=True)
    reason = Line(_l("Reason"), maximum=200)
