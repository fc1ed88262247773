"""Which folded strings can be a Vietnamese syllable, by its spelling rules (onset and rime)."""

import re

ONSETS = tuple("ngh ng nh gh gi kh ph th tr ch qu b c d g h k l m n p r s t v x".split())  # noqa: SIM905
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay
e ec ech em en eng enh eo ep et eu
i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot
u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu
uy uya uych uyen uyet uynh uyp uyt uyu
y yem yen yet yeu
"""
# The whole of -oong and -ooc. As rimes of every onset they would take Telex ("coong", "ddoocj") for plain text.
_LOANED = "boong goong mooc sooc xoong"
_SYLLABLE = re.compile(
    rf"(?:{'|'.join(ONSETS)})?(?:{'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})|{_LOANED.replace(' ', '|')}"
)


def is_syllable(folded: str) -> bool:
    """Say whether `folded` (lower case, no accents) is spelled like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None
