"""Posters as desks hand them out: with the code of their own link, and their name."""

from bot.knowledge.models import Procedure
from bot.sharing.links import Target, page, shown
from bot.sharing.posters.poster import Poster, for_procedure, general
from bot.storage.desks import Desk


def poster(site: str, procedure: Procedure | None = None, desk: Desk | None = None) -> Poster:
    """Return the poster for a procedure, or for any question; `site` is the public address, without a slash at its end.

    A desk's poster counts for that desk, which its link names.
    """
    address = page(site, Target(procedure.code if procedure else "", desk.number if desk else ""))
    office, name = (desk.office, desk.name) if desk else ("", "")
    if procedure:
        return for_procedure(procedure, address, shown(address), office, name)
    return general(address, shown(address), office, name)
