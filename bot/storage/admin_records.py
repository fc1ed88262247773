"""Everything that is kept about the admin room, in one object."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.operations.passwords import Passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.accounts import Accounts
from bot.storage.admin_sessions import Sessions
from bot.storage.audit import Audit
from bot.storage.chat_links import ChatLinks
from bot.storage.sign_ins import SignIns


@dataclass(frozen=True, slots=True)
class AdminRecords:
    """Accounts, their sessions and chat links, and the audit log of one database."""

    accounts: Accounts
    sign_ins: SignIns
    sessions: Sessions
    links: ChatLinks
    audit: Audit


def admin_records(engine: AsyncEngine, pseudonyms: Pseudonyms, passwords: Passwords | None = None) -> AdminRecords:
    """Return the records in the database of `engine`, which must be at its newest version."""
    passwords = passwords or Passwords()
    return AdminRecords(
        Accounts(engine, passwords),
        SignIns(engine, passwords),
        Sessions(engine),
        ChatLinks(engine, pseudonyms),
        Audit(engine),
    )
