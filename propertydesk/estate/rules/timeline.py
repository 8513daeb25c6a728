"""How what is done with the estate reads in a timeline, and where its records are shown."""

from propertydesk.estate.rules import household_path
from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_

ACTIONS = {
    "building.add": ActionWords(N_("Building %(number)s added"), "building"),
    "building.edit": ActionWords(N_("Building %(number)s corrected"), "edit"),
    "building.end": ActionWords(N_("Building %(number)s ended"), "building", Tone.GREY),
    "calendar.close": ActionWords(N_("Service centre closed on %(number)s"), "calendar"),
    "calendar.open": ActionWords(N_("Service centre open on %(number)s"), "calendar"),
    "calendar.withdraw": ActionWords(N_("Public calendar holds again on %(number)s"), "calendar"),
    "community.edit": ActionWords(N_("Community %(number)s corrected"), "edit"),
    "community.end": ActionWords(N_("Community %(number)s given up"), "building", Tone.GREY),
    "community.found": ActionWords(N_("Community %(number)s created"), "building-community"),
    "entrance.add": ActionWords(N_("Entrance %(number)s added"), "door"),
    "entrance.edit": ActionWords(N_("Entrance %(number)s corrected"), "edit"),
    "entrance.end": ActionWords(N_("Entrance %(number)s ended"), "door", Tone.GREY),
    "home.add": ActionWords(N_("Home %(number)s added"), "home"),
    "home.edit": ActionWords(N_("Home %(number)s corrected"), "edit"),
    "home.end": ActionWords(N_("Home %(number)s ended"), "home", Tone.GREY),
    "home.join": ActionWords(N_("Home %(number)s joined with others"), "home", Tone.GREY),
    "home.made": ActionWords(N_("Home %(number)s made of others"), "home"),
    "home.split": ActionWords(N_("Home %(number)s split"), "home", Tone.GREY),
    "space.add": ActionWords(N_("Parking space %(number)s added"), "car"),
    "space.edit": ActionWords(N_("Parking space %(number)s corrected"), "edit"),
    "space.end": ActionWords(N_("Parking space %(number)s ended"), "car", Tone.GREY),
}

LINKS = {
    "building": "/buildings/{}".format,
    "home": household_path,
    "space": "/spaces/{}/edit".format,
}
