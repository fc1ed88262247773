"""The other replies: asking back, refusing kindly, the service's own questions, small talk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers import wording
from bot.answers.choices import BROWSE, NONE, PERSON, choice, procedure_choice
from bot.answers.labels import cut, family_labels, family_question, labels, plain_title
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style
from bot.dialogue import RETENTION_DAYS
from bot.knowledge.families import Family
from bot.knowledge.models import FaqEntry, LifeEvent, Procedure
from bot.language.aspects import Aspect

PORTAL = Link(wording.PORTAL_LABEL, wording.PORTAL)
NONE_CHOICE = Choice(wording.NONE_OF_THESE, NONE)
BROWSE_CHOICE = choice(BROWSE, "", wording.BROWSE_ALL)


def clarify(procedures: Sequence[Procedure], aspects: tuple[Aspect, ...], candidates: tuple[str, ...]) -> Reply:
    """Ask which of `procedures` is meant."""
    return ask_back(wording.CLARIFY, [*procedure_choices(procedures, aspects), NONE_CHOICE], aspects, candidates)


def clarify_family(
    family: Family, procedures: Mapping[str, Procedure], aspects: tuple[Aspect, ...], candidates: tuple[str, ...]
) -> Reply:
    """Ask which case of one procedure is meant."""
    own_labels = family_labels(family, procedures)
    choices = family_choices(family, procedures, aspects)
    return ask_back(family_question(family, own_labels), [*choices, NONE_CHOICE], aspects, candidates)


def ask_event(
    event: LifeEvent, offered: Sequence[Procedure], aspects: tuple[Aspect, ...], candidates: tuple[str, ...]
) -> Reply:
    """Ask which of the procedures `offered` for an event is wanted, in this order; not all need be its own."""
    named = {procedure.code: label for procedure, label in zip(offered, labels(offered), strict=True)}
    named |= {one.code: one.label for one in event.procedures}
    choices = [procedure_choice(procedure.code, named[procedure.code], aspects) for procedure in offered]
    return ask_back(event.intro, [*choices, NONE_CHOICE], aspects, candidates)


def ask_back(
    question: str,
    choices: Sequence[Choice],
    aspects: tuple[Aspect, ...] = (),
    candidates: tuple[str, ...] = (),
) -> Reply:
    """Ask `question`, to be answered by one of `choices`."""
    return Reply(
        blocks=(Block(Style.LEAD, question), Block(Style.NOTE, wording.CLARIFY_HOW)),
        outcome=Outcome.CLARIFY,
        choices=tuple(choices),
        candidates=candidates,
        aspects=aspects,
    )


def procedure_choices(procedures: Sequence[Procedure], aspects: tuple[Aspect, ...] = ()) -> tuple[Choice, ...]:
    """Return `procedures` as choices whose labels tell them apart."""
    named = zip(procedures, labels(procedures), strict=True)
    return tuple(procedure_choice(procedure.code, label, aspects) for procedure, label in named)


def family_choices(
    family: Family, procedures: Mapping[str, Procedure], aspects: tuple[Aspect, ...], but: str = ""
) -> tuple[Choice, ...]:
    """Return the members of `family` as choices, without the one of code `but`."""
    labelled = zip(family.members, family_labels(family, procedures), strict=True)
    return tuple(procedure_choice(member.code, label, aspects) for member, label in labelled if member.code != but)


def faq(entry: FaqEntry, candidates: tuple[str, ...] = (), aspects: tuple[Aspect, ...] = ()) -> Reply:
    """Answer a question about the service itself, or small talk."""
    service = entry.kind == "service"
    source = [Block(Style.NOTE, wording.FAQ_SOURCE.format(source=entry.source))] if service else []
    return Reply(
        blocks=(Block(Style.TEXT, entry.answer), *source),
        outcome=Outcome.FAQ if service else Outcome.CHITCHAT,
        links=tuple(Link(link.label, str(link.url)) for link in entry.links),
        faq=entry.id,
        candidates=candidates,
        aspects=aspects,
    )


def refuse(*leads: str, candidates: tuple[str, ...] = (), aspects: tuple[Aspect, ...] = ()) -> Reply:
    """Say that nothing fits (or `leads` instead), how to ask, and where a person helps."""
    return Reply(
        blocks=(
            *(Block(Style.LEAD, lead) for lead in leads or (wording.REFUSE,)),
            Block(Style.NOTE, wording.REFUSE_HOW),
            Block(Style.NOTE, wording.REFUSE_PERSON),
        ),
        outcome=Outcome.REFUSE,
        links=(PORTAL,),
        candidates=candidates,
        aspects=aspects,
    )


def withdrawn(title: str, code: str, instead: Sequence[Procedure]) -> Reply:
    """Say that a procedure is no longer there, and offer those `instead` that are most like it."""
    lead = wording.WITHDRAWN.format(title=cut(plain_title(title)), code=code)
    if not instead:
        return refuse(lead)
    choices = [*procedure_choices(instead), NONE_CHOICE]
    asked = ask_back(wording.WITHDRAWN_INSTEAD, choices, candidates=tuple(one.code for one in instead))
    return replace(asked, blocks=(Block(Style.LEAD, lead), *asked.blocks))


def short(text: str) -> Reply:
    """Return one plain sentence as a refusal."""
    return Reply(blocks=(Block(Style.TEXT, text),), outcome=Outcome.REFUSE)


def channel_off(site: str = "") -> Reply:
    """Say that the channel is switched off, and where else to ask: at `site`, the web chat, unless that is off too."""
    instead = wording.CHANNEL_OFF_SITE.format(site=site) if site else wording.CHANNEL_OFF_CALL
    blocks = (Block(Style.LEAD, wording.CHANNEL_OFF), Block(Style.TEXT, instead))
    return Reply(blocks, Outcome.REFUSE, links=(PORTAL,))


def silence() -> Reply:
    """Return a reply of which nothing is sent."""
    return Reply((), Outcome.REFUSE)


def forgotten(*, unlinked: bool = False) -> Reply:
    """Say that what was kept of the person is deleted, and of an official that the chat is `unlinked` too."""
    also = (Block(Style.TEXT, wording.FORGOTTEN_LINK),) if unlinked else ()
    return Reply((Block(Style.TEXT, wording.FORGOTTEN), *also), Outcome.CHITCHAT)


def plain(text: str) -> Reply:
    """Return one plain sentence."""
    return Reply(blocks=(Block(Style.TEXT, text),), outcome=Outcome.CHITCHAT)


def rephrase() -> Reply:
    """Ask for other words, with the lists and a person one tap away."""
    return Reply(
        blocks=(Block(Style.LEAD, wording.REPHRASE), Block(Style.NOTE, wording.REFUSE_HOW)),
        outcome=Outcome.REFUSE,
        choices=(BROWSE_CHOICE, Choice(wording.TALK_TO_PERSON, PERSON)),
        links=(PORTAL,),
    )


def person() -> Reply:
    """Say where a person helps."""
    return Reply(
        blocks=(Block(Style.LEAD, wording.PERSON),),
        outcome=Outcome.REFUSE,
        choices=(BROWSE_CHOICE,),
        links=(PORTAL,),
    )


def privacy(days: int = RETENTION_DAYS) -> str:
    """Return the notice of the first contact: who answers, what is kept for how many `days`, how to have it deleted."""
    return wording.WELCOME_PRIVACY.format(days=days)


def privacy_link(site: str) -> Link:
    """Return the link to the page that says it in full."""
    return Link(wording.PRIVACY_LINK, site + wording.PRIVACY_PAGE)


def welcome(*notes: str, days: int = RETENTION_DAYS) -> Reply:
    """Greet, say what the bot does, give examples, `notes` and the privacy notice."""
    return Reply(
        blocks=(
            Block(Style.TEXT, wording.WELCOME),
            Block(Style.NOTE, wording.WELCOME_EXAMPLES),
            *(Block(Style.NOTE, note) for note in notes),
            Block(Style.NOTE, privacy(days)),
        ),
        outcome=Outcome.CHITCHAT,
    )
