"""Both languages are complete, agree in their places, and are compiled."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.house.source import PACKAGE, ROOT, report

TRANSLATIONS = PACKAGE / "translations"
PLACE = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {
    "_": None, "gettext": None, "N_": None, "lazy_gettext": None, "_l": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
ADVICE = "Run `make i18n`, then fill in the Chinese."
# Words that are the same in both languages.
SAME_IN_BOTH = re.compile(r"[\W\d_]*|PropertyDesk|QR|OK|PDF|XLSX|CSV|A[45]|P[1-4]|[A-Z]{1,3}-?\d*")


@cache
def catalogue(language: str) -> Catalog:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(path.parents[1].name for path in TRANSLATIONS.glob("*/*/messages.po")))


@cache
def used() -> dict[tuple[str, ...], str]:
    """Each string of code and templates (with its plural), and one place where it stands."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[tuple[str, ...], str] = {}
    for top in ("propertydesk", "templates"):
        mapping = [(pattern.removeprefix(f"{top}/"), method) for pattern, method in methods]
        relative = {pattern.removeprefix(f"{top}/"): value for pattern, value in options.items()}
        lines = extract_from_dir(
            str(ROOT / top), mapping, relative, KEYWORDS, strip_comment_tags=True
        )
        for name, line, message, *_ in lines:
            texts = message if isinstance(message, tuple) else (message,)
            found.setdefault(texts, f"{top}/{name}:{line}")
    return found


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def key(message: Message) -> tuple[str, ...]:
    """The string and, where there is one, its plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def singular(message: Message) -> str:
    return key(message)[0]


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_there_is_a_chinese_catalogue():
    assert any(language.startswith("zh") for language in languages())


def test_every_string_is_in_the_chinese_catalogue():
    known = {singular(message) for message in messages(chinese())}
    faults = [f"{place} {each[0]!r}" for each, place in used().items() if each[0] not in known]
    assert not faults, report(sorted(faults), ADVICE)


def test_every_string_has_its_chinese():
    faults = [
        repr(singular(message))
        for message in messages(chinese())
        if not all(texts(message)) or message.fuzzy
    ]
    assert not faults, report(faults, ADVICE)


def test_the_chinese_is_chinese():
    faults = [
        repr(singular(message))
        for message in messages(chinese())
        for text in texts(message)
        if text
        and not re.search(r"[\u3400-\u9fff]", text)
        and not SAME_IN_BOTH.fullmatch(PLACE.sub("", text))
    ]
    assert not faults, report(
        faults, "Translate it, or show here why both languages write it alike."
    )


def test_no_source_string_is_chinese():
    """English is the source; a thing with a Chinese name has it in a field of its own."""
    faults = [
        f"{place} {each[0]!r}"
        for each, place in used().items()
        if re.search(r"[\u3400-\u9fff]", each[0])
    ]
    assert not faults, report(faults, "Write it in English and translate it in the catalogue.")


def test_places_agree():
    faults = []
    for language in languages():
        for message in messages(language):
            wanted = set(
                PLACE.findall(" ".join(message.id) if message.pluralizable else message.id)
            )
            for text in texts(message):
                if text and set(PLACE.findall(text)) - wanted:
                    faults.append(f"{language}: {singular(message)!r} -> {text!r}")
                if text and not message.pluralizable and set(PLACE.findall(text)) != wanted:
                    faults.append(f"{language}: {singular(message)!r} -> {text!r}")
    assert not faults, report(faults, "Use the same %(name)s places in both languages.")


def test_no_dangling_percent():
    """A lone % breaks the sentence as soon as it has a place to fill."""
    faults = [
        f"{language}: {text!r}"
        for language in languages()
        for message in messages(language)
        for text in (singular(message), *texts(message))
        if text and PLACE.search(text) and "%" in PLACE.sub("", text).replace("%%", "")
    ]
    assert not faults, report(faults, "Write %% for a percent sign.")


def chinese() -> str:
    return next((each for each in languages() if each.startswith("zh")), "zh")


@pytest.mark.parametrize("language", languages())
def test_the_compiled_catalogue_is_current(language: str):
    path: Path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    assert path.exists(), f"{path.relative_to(ROOT)} is missing. Run `make i18n`."
    with path.open("rb") as file:
        compiled = {key(message): texts(message) for message in read_mo(file) if message.id}
    source = {key(each): texts(each) for each in messages(language) if all(texts(each))}
    different = [repr(each) for each in source if compiled.get(each) != source[each]]
    different += [
        f"{each!r} is compiled but not written" for each in compiled if each not in source
    ]
    assert not different, report(different, "Run `make i18n`: the .mo is older than the .po.")
