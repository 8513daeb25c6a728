"""Settings: declared with default, unit and explanation, and read somewhere."""

import importlib
import re

from propertydesk.kernel.settings import Setting
from tests.house.source import domains, modules, report


def declared() -> list[tuple[str, str, Setting]]:
    """Domain, name of the constant, and the setting."""
    found = []
    for module in modules():
        if module.domain in {*domains(), "platform"} and module.room in {
            "rules",
            "printing",
            "listing",
        }:
            loaded = importlib.import_module(module.dotted)
            found += [
                (module.domain, name, value)
                for name, value in vars(loaded).items()
                if isinstance(value, Setting)
            ]
    return found


def test_every_setting_explains_itself():
    faults = [
        setting.key
        for _, _, setting in declared()
        if not setting.label
        or len(setting.explanation) < 10
        or (setting.kind == "integer" and not setting.unit)
        or (setting.kind == "integer" and None in (setting.minimum, setting.maximum))
        or (setting.kind == "choice" and not setting.choices)
    ]
    assert not faults, report(
        sorted(set(faults)), "Give label, explanation, and for numbers unit, minimum and maximum."
    )


def test_every_default_is_one_that_could_be_set():
    for _, _, setting in declared():
        setting.check(setting.default)
        assert setting.read(setting.write(setting.default)) == setting.default, setting.key


def test_keys_are_unique_and_name_their_domain():
    keys = {}
    for domain, _, setting in declared():
        assert keys.setdefault(setting.key, setting) is setting, f"{setting.key} is declared twice"
        assert re.fullmatch(r"[a-z]+[.:][a-z0-9._:-]+", setting.key), setting.key
        assert domain == "platform" or setting.key.startswith(domain), setting.key


def test_every_setting_is_collected():
    from propertydesk import wiring

    collected = {setting.key for setting in wiring.SETTINGS}
    faults = sorted({setting.key for _, _, setting in declared()} - collected)
    assert not faults, report(
        faults, "Put it into SETTINGS of its rules.py and into wiring.SETTINGS."
    )


def test_every_setting_is_read_somewhere():
    faults = []
    for domain, name, _ in declared():
        uses = sum(len(re.findall(rf"\b{name}\b", module.text)) for module in modules())
        listed = 2  # where it is made, and in the tuple SETTINGS
        if uses <= listed:
            faults.append(f"{domain}: {name}")
    assert not faults, report(sorted(set(faults)), "Read it where it matters, or take it out.")
