"""The rooms behind `/admin`, in the order in which they are shown."""

from dataclasses import dataclass

from bot.channels.web.admin import channel_texts, desk_texts, reach_texts, status_texts, texts
from bot.channels.web.admin import office_texts as words
from bot.storage.accounts import Role


@dataclass(frozen=True, slots=True)
class Room:
    """A page to choose from the home page and the navigation, for `role` and those who may more."""

    path: str
    title: str
    about: str
    role: Role = Role.STAFF


ROOMS = (
    Room("/admin/knowledge", words.LOAD, words.LOAD_ABOUT),
    Room("/admin/history", words.HISTORY, words.HISTORY_ABOUT),
    Room("/admin/annex", words.ANNEX, words.ANNEX_ABOUT, Role.ADMIN),
    Room("/admin/procedures", words.PROCEDURES, words.PROCEDURES_ABOUT),
    Room("/admin/search", words.SEARCH, words.SEARCH_ABOUT),
    Room("/admin/desks", desk_texts.DESKS, desk_texts.ABOUT),
    Room("/admin/reach", reach_texts.REACH, reach_texts.ABOUT),
    Room("/admin/coverage", words.COVERAGE, words.COVERAGE_ABOUT),
    Room("/admin/channels", channel_texts.CHANNELS, channel_texts.ABOUT, Role.ADMIN),
    Room("/admin/status", status_texts.STATUS, status_texts.ABOUT),
    Room("/admin/audit", texts.AUDIT, texts.AUDIT_ABOUT, Role.ADMIN),
)


def rooms_of(role: Role) -> list[Room]:
    """Return the rooms that somebody with this role may enter."""
    return [room for room in ROOMS if role is Role.ADMIN or room.role is Role.STAFF]
