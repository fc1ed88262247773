"""Finding the commune that somebody names, former or present, in whatever spelling."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.knowledge.places import Locality, Places, bare_name
from bot.language.normalise import canonical, folded

Name = tuple[str, ...]
KINDS: tuple[Name, ...] = (("thi", "tran"), ("xa",), ("phuong",), ("tt",), ("x",), ("p",), ("f",))
DISTRICT_KINDS: tuple[Name, ...] = (("thanh", "pho"), ("huyen",), ("h",), ("tp",))
# Spoken and written alike here: Ngọk and Ngọc, Ia and Ya, Pờ Y and Bờ Y.
_ALIKE = {"ngoc": "ngok", "ia": "ya", "bo": "po", "iali": "ya li"}
# Other provinces and cities, whose names are no mistyped communes.
_PROVINCES = frozenset(
    folded(name)
    for name in """
    Hà Nội, Hồ Chí Minh, Sài Gòn, Đà Nẵng, Hải Phòng, Cần Thơ, Huế, An Giang, Bà Rịa, Vũng Tàu, Bắc Giang,
    Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Định, Bình Dương, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng,
    Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Tĩnh, Hải Dương,
    Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Lai Châu, Lâm Đồng, Lạng Sơn, Lào Cai, Long An,
    Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh,
    Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Tiền Giang, Trà Vinh,
    Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái, Pleiku, Quy Nhơn, Buôn Ma Thuột, Đà Lạt, Nha Trang
    """.split(",")  # noqa: SIM905 - reads better than seventy quotes
)
LIKE_ENOUGH = 84.0
"""rapidfuzz's ratio from which a mistyped name is taken for the one meant."""


@dataclass(frozen=True, slots=True)
class Named:
    """The places that a message may name, and the places of its syllables that do."""

    localities: tuple[Locality, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """Knows communes by name; immutable."""

    places: Places
    communes: dict[Name, tuple[Locality, ...]]
    districts: dict[Name, str]

    @classmethod
    def of(cls, places: Places) -> "PlaceFinder":
        """Index the names of `places`."""
        communes: dict[Name, list[Locality]] = defaultdict(list)
        for place in places.former:
            communes[_name(place.former_commune)].append(place)
        for place in places.present:
            known = communes[_name(place.commune)]
            # A former commune of the same name that lies in it leads to the same office: one of the two is enough.
            if not any(other.commune == place.commune for other in known):
                known.append(place)
        districts = {_name(district): district for district in places.districts}
        return cls(places, {name: tuple(own) for name, own in communes.items()}, districts)

    def mentioned(self, text: str) -> Named | None:
        """Return the commune that `text` names with its kind ("xã Đăk Tờ Re"), amid whatever else it says."""
        words = _alike(folded(text))
        for start in range(len(words)):
            kind = next((kind for kind in KINDS if words[start : start + len(kind)] == kind), None)
            found = self._at(words, start + len(kind)) if kind else None
            if kind and found:
                own = tuple(place for place in found.localities if _is_of(place, kind)) or found.localities
                as_written = tuple(place for place in own if _is_written(place, canonical(text)))
                return Named(as_written if len(as_written) == 1 else own, start, self._with_district(words, found.end))
        return None

    def answer(self, text: str) -> tuple[Locality, ...]:
        """Return the communes that `text`, the reply to where one lives, may mean.

        Those of a whole former district, where that is what it names or may name ("Đăk Hà").
        """
        words = _alike(folded(text))
        mentioned = self.mentioned(text)
        if mentioned:
            return mentioned.localities
        named = [found for start in range(len(words)) if (found := self._at(words, start))]
        if named and self._district(words[named[0].end :]):
            return named[0].localities
        plain = [found for found in named if words[found.start : found.end] not in self.districts]
        district = self._district(words)
        if plain:
            return plain[0].localities
        within = self.places.districts[district] if district else ()
        return tuple(dict.fromkeys((*(named[0].localities if named else ()), *within))) or self._like(words)

    def _at(self, words: Name, start: int) -> Named | None:
        """Return the longest name that begins at `start`, of that district which the message names, if it does."""
        for end in range(min(len(words), start + 4), start, -1):
            own = self.communes.get(words[start:end])
            if own:
                district = self._district(words[end:])
                within = tuple(place for place in own if place.former_district == district)
                return Named(within or own, start, end)
        return None

    def _district(self, words: Name) -> str | None:
        return next((self.districts[name] for _, name in _spans(words) if name in self.districts), None)

    def _with_district(self, words: Name, end: int) -> int:
        """Return where the district that follows a commune ends."""
        for kind in (*DISTRICT_KINDS, ()):
            start = end + len(kind)
            if words[end:start] == kind:
                for size in (3, 2, 1):
                    if words[start : start + size] in self.districts:
                        return start + size
        return end

    def _like(self, words: Name) -> tuple[Locality, ...]:
        """Return the communes of the name that is most like what was typed, without its kind."""
        for kind in KINDS:
            if words[: len(kind)] == kind:
                words = words[len(kind) :]
                break
        if words in _PROVINCES:
            return ()
        names = {" ".join(name): own for name, own in self.communes.items()}
        names |= {" ".join(name): self.places.districts[district] for name, district in self.districts.items()}
        best = process.extractOne(" ".join(words), names.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return names[best[0]] if best else ()


def _is_written(place: Locality, text: str) -> bool:
    """Say whether a former or present name stands in `text` with all its accents."""
    return any(name and canonical(name) in text for name in (place.former_commune, place.commune))


def _full(place: Locality) -> str:
    return place.former_commune or place.commune


def _is_of(place: Locality, kind: Name) -> bool:
    """Say whether a commune is of the kind said; "xã" is said of any, for most are one today."""
    own = folded(_full(place))
    return kind[0] in ("xa", "x") or own[0][0] == kind[0][0]


def _name(place: str) -> Name:
    return _alike(folded(bare_name(place)))


def _alike(words: Sequence[str]) -> Name:
    return tuple(" ".join(_ALIKE.get(word, word) for word in words).split())


def _spans(words: Name) -> Iterator[tuple[int, Name]]:
    """Yield the runs of up to four syllables, the longest at each place first."""
    for start in range(len(words)):
        for end in range(min(len(words), start + 4), start, -1):
            yield start, words[start:end]
