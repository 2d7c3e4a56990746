"""People: names by lists, by shape, by what stands beside them; then every later or earlier mention by surname.

A run is a row of capitalised words that nothing but spaces parts. Titles, places, organisations and ordinary words cut
it into pieces; each piece is judged as a name. The surnames of what was found are then looked up everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from curator.suggest import kinds, shapes
from curator.suggest.analysis import Analysis, Candidate
from curator.suggest.bylines import bylines
from curator.suggest.data import word_set
from curator.suggest.lone import acting, judge_lone, paired
from curator.suggest.mentions import SURE, Known, cut_short, mentions_in, name_end, shouted
from curator.suggest.runs import Name, Piece, chinese_name, headline, pieces
from curator.suggest.titles import Title

_MAX_NAME = 5
_FIRM = 0.8
"""From this score on a name is one even if it is called a business somewhere."""
_SURNAME_LIKE = kinds.SURNAME_LIKE | kinds.VERY_SURNAME_LIKE
_APPOSED = word_set("grammar", "apposed")
_BUSINESSES = word_set("grammar", "businesses")
_SAINTS = frozenset(("st", "saint", "san", "santa", "fort", "cape"))
_DESCENT = word_set("grammar", "descent")
_SUFFIXES = word_set("grammar", "suffixes")


def people(a: Analysis, titles: Iterable[Title]) -> list[Name]:
    """The people of a text, in order."""
    ends = {title.last for title in titles}
    inside = {i for title in titles for i in range(title.first, title.last)}
    blocked = {i for hit in a.hits if hit.kind & kinds.BLOCK for i in range(hit.first, hit.last)}
    found: list[Name] = []
    loose: list[Piece] = []
    things: set[str] = set()
    for piece in pieces(a, ends, inside, blocked):
        name = _judge(a, piece)
        if name is not None and name.score < _FIRM and _business(a, piece.first):
            things.add(a.span(piece.first, piece.last))
        if name is None or name.score < SURE:
            if found and piece.last - piece.first == 2 and _beside(a, found[-1], piece):
                name = Name(piece.first, piece.last, piece.last - 1, 0.7, "named together with somebody")
            else:
                loose.append(piece)
                if name is None:
                    continue
        last = name.last
        if a.soft[last] and a.lower[last] in _DESCENT:  # "kyzy", "uulu", "oglu"
            name = replace(name, last=last + 1)
        elif a.looks[last - 1] & kinds.STUCK:
            name = cut_short(a, name)
        found.append(name)
    if things:
        found = [name for name in found if name.score >= _FIRM or a.span(name.first, name.last) not in things]
    found, loose = _complete(a, found, loose)
    found, loose = _with_authors(a, found, loose, inside | blocked)
    known = Known(a, found)
    found = [known.explained(a, name) if name.score < _FIRM else name for name in found]
    mentions = [name for piece in loose for name in mentions_in(a, piece, known)]
    mentions += shouted(a, known)
    taken = {name.first for name in mentions}
    return sorted([*(name for name in found if name.first not in taken), *mentions])


def _complete(a: Analysis, found: list[Name], loose: list[Piece]) -> tuple[list[Name], list[Piece]]:
    """Make names of the loose pieces that the rest of the text explains."""
    words = acting(a, loose)
    return _in_place(paired(a, loose, words), found, loose) if words else (found, loose)


def _with_authors(
    a: Analysis, found: list[Name], loose: list[Piece], barred: set[int]
) -> tuple[list[Name], list[Piece]]:
    """Put the names of bylines in place of what else was seen there."""
    seen = {(name.first, name.last) for name in found}
    authors = [name for name in bylines(a, barred) if (name.first, name.last) not in seen]
    if not authors:
        return found, loose
    found, loose = _in_place(authors, found, loose)
    return sorted(found), loose


def _in_place(names: Iterable[Name], found: list[Name], loose: list[Piece]) -> tuple[list[Name], list[Piece]]:
    """Put these names in place of whatever else was seen at their tokens."""
    names = list(names)
    taken = {i for name in names for i in range(name.first, name.last)}
    found = [name for name in found if taken.isdisjoint(range(name.first, name.last))]
    return [*found, *names], [piece for piece in loose if taken.isdisjoint(range(piece.first, piece.last))]


def candidates(a: Analysis, names: Iterable[Name]) -> Iterator[Candidate]:
    """The names as candidates; a name that runs into the next word ends within its token."""
    for name in names:
        yield Candidate(a.starts[name.first], name_end(a, name), name.score, name.reason)


def _judge(a: Analysis, piece: Piece) -> Name | None:
    """The name that a piece is, if it is one."""
    first, last = piece.first, piece.last
    if piece.before_thing:
        return None
    if last - first == 1:
        return judge_lone(a, piece)
    while last > first and a.lower[last - 1] in _SUFFIXES and last - first > 2:
        last -= 1
    tail = piece.last
    parts = [i for i in range(first, last) if a.caps[i]]
    if len(parts) > 2 and _begins_late(a, parts):
        first, parts = parts[1], parts[1:]
        piece = replace(piece, first=first, title=False)
    if not 0 < len(parts) <= _MAX_NAME:
        return None
    if len(parts) == 1:
        return judge_lone(a, piece)
    looks = 0
    for i in parts:
        looks |= a.looks[i]
    initials = [i for i in parts if _initial(a, i)] if looks & kinds.INITIAL else []
    if len(initials) == len(parts):
        return None
    if initials:
        return _judge_initials(a, first, tail, parts, initials)
    if looks & kinds.PATRONYMIC:
        return _with_patronymic(a, first, tail, parts)
    if a.flags[parts[0]] & kinds.FAMILY_FIRST and len(parts) <= 3 and chinese_name(a, parts[0]):
        return Name(first, tail, parts[0], 0.88, "a Chinese or Korean name")
    if a.flags[parts[0]] & kinds.GIVEN:
        return _judge_given(a, piece, parts)
    return _judge_unlisted(a, piece, parts)


def _begins_late(a: Analysis, parts: list[int]) -> bool:
    """Whether the name begins with the second word: "Republican Haley Barbour"."""
    if not a.flags[parts[1]] & kinds.GIVEN or any(a.looks[i] & kinds.PATRONYMIC for i in parts):
        return False
    i = parts[0]
    named = a.flags[i] & (kinds.GIVEN | kinds.KNOWN) or a.looks[i] & kinds.VERY_SURNAME_LIKE
    return not named and len(a.words[i]) > 1


def _initial(a: Analysis, i: int) -> bool:
    return bool(a.looks[i] & kinds.INITIAL) and a.gaps[i + 1][:1] == "."


def _judge_initials(a: Analysis, first: int, last: int, parts: list[int], initials: list[int]) -> Name | None:
    others = [i for i in parts if i not in initials]
    if (
        initials[0] == parts[0]
        and a.words[initials[0]] in ("U", "S")
        and len(initials) > 1
        and a.lower[initials[1]] in "sk"
    ):
        return None
    if initials[-1] == parts[-1]:  # "Petrov A. B."
        like = a.looks[others[0]] & kinds.SURNAME_LIKE
        return Name(first, last, others[0], 0.85, "surname with initials") if like else None
    return Name(first, last, others[-1], 0.94, "name with initials")


def _with_patronymic(a: Analysis, first: int, last: int, parts: list[int]) -> Name:
    rest = [i for i in parts if not a.looks[i] & kinds.PATRONYMIC]
    surname = next((i for i in reversed(rest) if not a.flags[i] & kinds.GIVEN), parts[-1])
    return Name(first, last, surname, 0.95, "name with a patronymic")


def _judge_given(a: Analysis, piece: Piece, parts: list[int]) -> Name | None:
    score = 0.95 if piece.title else 0.92
    if _determined(a, piece.first) and not piece.title:
        score = 0.3
    if len(parts) > 3:
        score = 0.7
    if piece.after_thing and not piece.title:
        score -= 0.2
    reason = "name after a title" if piece.title else f"given name “{a.words[parts[0]]}” and a surname"
    return Name(piece.first, piece.last, parts[-1], score, reason)


def _judge_unlisted(a: Analysis, piece: Piece, parts: list[int]) -> Name | None:
    """A name of two or more words with no given name of the lists in front."""
    surname, last = parts[-1], a.lower[parts[-1]]
    if piece.title and len(parts) <= 3:
        return Name(piece.first, piece.last, surname, 0.88, "name after a title")
    shape = a.looks[surname] & _SURNAME_LIKE
    given = any(a.flags[i] & kinds.GIVEN for i in parts[1:])
    if given and a.looks[parts[0]] & kinds.VERY_SURNAME_LIKE and len(parts) <= 3:
        return Name(piece.first, piece.last, parts[0], 0.75, "surname and given name")
    if piece.honorific and len(parts) <= 3:
        return Name(piece.first, piece.last, surname, 0.85, "name after what somebody is")
    if piece.last - piece.first > len(parts) and len(parts) <= 3 and not shapes.cyrillic(last):
        return Name(piece.first, piece.last, surname, 0.75, "name with a particle")
    if _abbreviated(a, piece.last) or piece.of_title or _of_thing(a, piece.first) or a.lower[parts[0]] in _SAINTS:
        return None
    if shape == _SURNAME_LIKE and len(parts) < 4 and _personal(a, piece):
        return Name(piece.first, piece.last, surname, 0.8, "ends like a surname, and stands where a person is named")
    if len(parts) in (2, 3) and _enclosed(a, piece):
        return Name(piece.first, piece.last, surname, 0.65, "between commas, before a verb of speech")
    if piece.after_thing and shape == _SURNAME_LIKE and len(parts) == 2:
        return Name(piece.first, piece.last, surname, 0.55, "ends like a surname")
    if len(parts) > 3 or piece.after_thing or _determined(a, piece.first):
        return None
    score, reason = _guess(a, piece, parts, shape)
    return Name(piece.first, piece.last, surname, score, reason) if score and not headline(a, piece.first) else None


def _guess(a: Analysis, piece: Piece, parts: list[int], shape: int) -> tuple[float, str]:
    """How sure it is that two or three capitalised words are a person, from their shape and place alone."""
    if shape == _SURNAME_LIKE and not a.opens(piece.first):
        return 0.75, "ends like a surname"
    if _personal(a, piece):
        return 0.72 if shape else 0.6, "stands where a person is named"
    if shape == _SURNAME_LIKE:
        return 0.6, "ends like a surname"
    plain = len(parts) == 2 and not a.looks[parts[1]] & kinds.ACRONYM
    if plain and not a.opens(piece.first) and not _located(a, piece.first):
        return 0.45, "two capitalised words"
    return 0, ""


def _personal(a: Analysis, piece: Piece) -> bool:
    """Whether what follows is what follows people: a verb of speech, an age, an apposition."""
    j = piece.last
    if j >= a.n:
        return False
    if a.soft[j]:
        return bool(a.flags[j] & kinds.SPEECH) and not a.caps[j]
    gap = a.gaps[j]
    if gap == ", ":
        word = a.words[j]
        return (word.isdigit() and len(word) == 2) or word in _APPOSED
    return gap == " (" and a.lower[j] in ("born", "pictured", "left", "right", "centre", "center", "photo")


def _beside(a: Analysis, name: Name, piece: Piece) -> bool:
    """Whether a piece of two words follows a name of two or more and "and": "Mary Ilyushina and Robyn Dixon"."""
    if piece.first - name.last != 1 or name.last - name.first < 2 or piece.last - 1 in a.possessives:
        return False
    joined = a.soft[name.last] and a.soft[piece.first] and a.lower[name.last] == "and"
    return joined and name.score >= SURE and not piece.before_thing and all(a.caps[piece.first : piece.last])


def _determined(a: Analysis, i: int) -> bool:
    """Whether an article, which people's names do not have, stands before token i."""
    return i > 0 and a.soft[i] and a.lower[i - 1] in ("the", "a", "an")


def _of_thing(a: Analysis, i: int) -> bool:
    """Whether "Institute of" or "Agency for" stands before token i."""
    return (
        i > 1 and a.soft[i] and a.lower[i - 1] in ("of", "for") and a.caps[i - 2] and bool(a.flags[i - 2] & kinds.THING)
    )


def _business(a: Analysis, i: int) -> bool:
    """Whether the word for an enterprise stands before token i: "the supplier ..."."""
    return i > 0 and a.soft[i] and not a.caps[i - 1] and a.lower[i - 1] in _BUSINESSES


def _abbreviated(a: Analysis, j: int) -> bool:
    """Whether an abbreviation in brackets, which organisations have, begins at token j."""
    return j < a.n and a.gaps[j] == " (" and bool(a.looks[j] & kinds.ACRONYM)


def _enclosed(a: Analysis, piece: Piece) -> bool:
    """Whether the piece stands between commas, with a verb that people have behind it."""
    j = piece.last
    return a.gaps[piece.first] == ", " and j < a.n and a.gaps[j] == ", " and bool(a.flags[j] & kinds.SPEECH)


def _located(a: Analysis, i: int) -> bool:
    """Whether a preposition of place stands before token i."""
    return i > 0 and a.soft[i] and a.lower[i - 1] in ("in", "at", "near", "on", "into", "across", "around", "of")
