"""What handlers need, in one object; `bot.bootstrap` builds it, tests build it with their own parts."""

from dataclasses import dataclass, field, replace

from bot.dialogue import RETENTION_DAYS
from bot.office.office import Office
from bot.office.serving import Lag
from bot.office.serving import Snapshot as Snapshot  # noqa: PLC0414  it belongs to `Services` for all who use them
from bot.sharing.links import Addresses
from bot.storage.admin_records import AdminRecords
from bot.storage.allowances import Allowances, MemoryAllowances
from bot.storage.dialogues import Dialogues
from bot.storage.duties import Duties
from bot.storage.erasure import Erasure
from bot.storage.faults import Faults
from bot.storage.inbox import Inbox
from bot.storage.journal import Journal
from bot.storage.outreach import Outreach
from bot.storage.queue import Queue
from bot.storage.switches import Switches
from bot.storage.zalo_tokens import ZaloTokens


@dataclass(slots=True)
class Services:
    """The current snapshot, where turns are written down, where conversations are kept, and the knowledge office.

    Without an `office` and `admin` (who may do so), nobody can change the knowledge base: in the terminal and in
    evaluation. Without `outreach` nothing is counted, and nobody is told of changes. The `inbox` and `zalo_tokens`
    are the messengers'; `addresses` are where the bot is found, `tellers` the names of the channels that can write to
    somebody first. `allowances` say how often people may ask; without `switches` every channel is on.
    The `duties` are what only one of all processes on a database may do; without them this is the only one.
    `lag` is how far the snapshot is behind the active version, `faults` what went wrong lately, `queue` what waits.
    `erasure` forgets a person, wherever something is kept of them; without it only the conversations do.
    What people told is kept for `retention_days`.
    """

    snapshot: Snapshot
    journal: Journal
    dialogues: Dialogues
    office: Office | None = None
    admin: AdminRecords | None = None
    outreach: Outreach | None = None
    inbox: Inbox | None = None
    zalo_tokens: ZaloTokens | None = None
    addresses: Addresses = field(default_factory=Addresses)
    tellers: frozenset[str] = frozenset()
    allowances: Allowances = field(default_factory=MemoryAllowances)
    switches: Switches | None = None
    duties: Duties | None = None
    lag: Lag = field(default_factory=Lag)
    faults: Faults | None = None
    queue: Queue | None = None
    erasure: Erasure | None = None
    retention_days: int = RETENTION_DAYS

    def of_this_moment(self) -> "Services":
        """Return services whose snapshot stays as it is now, so that a turn ends on the version it began with."""
        return replace(self)

    async def is_off(self, channel: str) -> bool:
        """Say whether somebody has switched the channel off; never raises."""
        return bool(self.switches and await self.switches.is_off(channel))
