"""Whether a stretch of text that reads like a name is one: what stands before, after and inside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from lfnkr_nb.protection.folding import GAP, MARK, fold_character, script_of
from lfnkr_nb.protection.korean_latin import is_syllable
from lfnkr_nb.protection.words import AFTER_HAN, BEFORE_HAN, COMMON_WORDS, HONORIFICS, PARTICLES

__all__ = ["JOINED_LATIN", "Seen", "stands_alone"]

#: Letters, syllables, kana that a name written as one word needs before it may stand inside a longer word.
JOINED_LATIN: Final = 8
_JOINED_HANGUL: Final = 3
_JOINED_KANA: Final = 6

#: Kana from which a name needs no word of its own.
_SHORT_KANA: Final = 5

#: Kana of a name part that stands beside another script.
_LEAST_KANA: Final = 2

#: Kana and ideographs that make a given name a longer one, as -ko, -mi, -rō, -suke.
_LONGER_IN_KANA: Final = frozenset("コミエキロスタヤトオ")
_LONGER_IN_HAN: Final = frozenset(
    "子美江枝恵絵代世夫男雄郎朗一也介助之人太樹香奈菜里実乃二次治司哉吾彦輔平造作"
)
#: Particles that also end given names, what makes sure that they are particles, and the kana of names before them.
_JOINING: Final = "とや"
_WITH_JOINING: Final = ("い", "は", "も", "の", "か", "が", "し")
_LONGEST_BEFORE_TO: Final = 3

#: What is said behind a row of people.
_COUNTED: Final = ("및 ", "등 ", "외 ")

#: Two short words written as one, as in RiUn.
_CAPITALS: Final = re.compile("[A-Z][a-z]+[A-Z][a-z]+")

#: The stroke that lengthens a kana; it folds away.
_STROKE: Final = "ー"


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of text that reads like a name.

    Attributes:
        text: The whole text.
        start, end: Where the stretch stands in it.
        folded: The stretch in marked form.
        given: The given name in it, in marked form.
        given_last: Whether the given name stands at its end.
        strict: Whether its end in Latin letters is the end of a word.
    """

    text: str
    start: int
    end: int
    folded: str
    given: str
    given_last: bool
    strict: bool

    @property
    def joined(self) -> bool:
        """Whether no separator stands inside."""
        return MARK not in self.folded and GAP not in self.folded

    @property
    def bare(self) -> str:
        """The stretch without separators."""
        return self.folded.replace(MARK, "").replace(GAP, "")

    @property
    def before(self) -> str:
        """The visible character right before, or nothing."""
        for character in reversed(self.text[max(0, self.start - 40) : self.start]):
            if fold_character(character) or character == _STROKE:
                return character
        return ""

    @property
    def family(self) -> str:
        """The part beside the given name, in marked form."""
        other = (
            self.folded.removesuffix(self.given) if self.given_last else self.folded.removeprefix(self.given)
        )
        return other.strip(MARK + GAP)

    @property
    def after(self) -> str:
        """The visible text right after, its syllables and kana as whole characters."""
        rest = unicodedata.normalize("NFC", self.text[self.end : self.end + 40])
        return rest.lstrip("".join(c for c in rest if not fold_character(c)))


def stands_alone(seen: Seen, *, whole: bool) -> bool:
    """Whether the stretch is a name of its own and not a part of other words or of a longer name.

    Args:
        seen: The stretch.
        whole: Whether it is family and given name; a given name alone and an exact spelling need a word of
            their own, and Latin letters a capital.
    """
    first, last = script_of(seen.bare[0]), script_of(seen.bare[-1])
    if whole:
        inside = {script_of(seen.given[0]), script_of(seen.family[0])} if seen.family else {first}
        return (
            _begins(seen, first)
            and _ENDS.get(last, _any)(seen)
            and all(_INSIDE[script](seen) for script in inside & _INSIDE.keys())
        )
    capital = first != "latin" or not seen.text[seen.start].islower()
    return capital and seen.strict and _begins_word(seen, first) and _ends_word(seen, last)


def _begins_word(seen: Seen, script: str) -> bool:
    """Whether nothing of the same script is written onto the stretch before it."""
    beside = _script(seen.before) == script
    return not beside or (script == "han" and len(seen.bare) > 1)


def _ends_word(seen: Seen, script: str) -> bool:
    """Whether nothing but a particle or honorific is written onto the stretch behind it."""
    after = seen.after
    if not after or _script(after[:1]) != script or after.startswith(HONORIFICS):
        return True
    if script == "kana":
        return _is_hiragana(after[0]) != _is_hiragana(seen.text[seen.end - 1])
    return (script == "han" and len(seen.bare) > 1) or (script == "hangul" and after.startswith(PARTICLES))


def _any(_: Seen) -> bool:
    return True


def _script(character: str) -> str:
    if character == _STROKE:
        return "kana"
    folded = fold_character(character) if character else ""
    return script_of(folded[-1]) if folded else "mark"


# --- before ----------------------------------------------------------------------------------------------


def _begins(seen: Seen, script: str) -> bool:
    before = seen.before
    if not before or _script(before) != script:
        return not (script == "latin" and _is_end_of_longer(seen))
    match script:
        case "latin":
            camel = before.islower() and seen.text[seen.start].isupper()
            return camel or (seen.joined and len(seen.bare) >= JOINED_LATIN)
        case "hangul":
            return seen.joined and _syllables(seen) >= _JOINED_HANGUL
        case "kana":
            parted = _is_hiragana(before) != _is_hiragana(seen.text[seen.start])
            return parted or len(_base(seen.bare)) >= _JOINED_KANA or _is_long_mixed(seen)
        case "han":
            return len(seen.bare) > 2 or seen.after.startswith(HONORIFICS) or _is_told_before(seen)
        case _:
            return True


def _is_told_before(seen: Seen) -> bool:
    """Whether a name of two ideographs stands behind a word that stands before names."""
    return seen.text[max(0, seen.start - 4) : seen.start].endswith(BEFORE_HAN)


def _is_long_mixed(seen: Seen) -> bool:
    """Whether a family name in kana with a given name in ideographs is long enough to stand behind particles."""
    if not (seen.joined and seen.given_last) or script_of(seen.given[0]) != "han":
        return False
    return len(_base(seen.family)) + 2 * len(seen.given) >= _JOINED_KANA


def _is_end_of_longer(seen: Seen) -> bool:
    """Whether a given name of one syllable, standing first, is the end of one of two: Mi-Sol Kwon."""
    if seen.given_last or not is_syllable(seen.given) or seen.before not in ("-", "‐", "–"):
        return False
    head = seen.text[: seen.start].rstrip("-‐–")
    return head[-1:].isalpha()


# --- after -----------------------------------------------------------------------------------------------


def _latin_ends(seen: Seen) -> bool:
    after = seen.after
    if not seen.strict:
        camel = after[:1].isupper() and seen.text[seen.end - 1].islower()
        return camel or (seen.joined and len(seen.bare) >= JOINED_LATIN)
    return not (seen.given_last and is_syllable(seen.given) and _goes_on(after))


def _goes_on(after: str) -> bool:
    """Whether one more syllable of a given name follows: Kwon Sol-mi, Kwon Sol Mi."""
    if after[:1] not in ("-", "‐", " ", "\u00a0") or not after[1:2].isalpha():
        return False
    word = ""
    for character in after[1:]:
        if not character.isalpha():
            break
        word += fold_character(character)
    return is_syllable(word) and (after[0] in "-‐" or (after[1].isupper() and word not in COMMON_WORDS))


def _hangul_ends(seen: Seen) -> bool:
    if _script(seen.after[:1] or " ") != "hangul" or _syllables(seen) >= _JOINED_HANGUL:
        return True
    return seen.after.startswith(PARTICLES)


def _kana_ends(seen: Seen) -> bool:
    after = seen.after[:1]
    if not seen.given_last or not after or _script(after) != "kana":
        return True
    if _is_hiragana(after) != _is_hiragana(seen.text[seen.end - 1]):
        return True
    if fold_character(after)[0] not in _LONGER_IN_KANA or after == "だ" or seen.after.startswith(HONORIFICS):
        return True
    return after in _JOINING and _is_joining(seen)


def _is_joining(seen: Seen) -> bool:
    """Whether と or や behind a name joins it to what follows, and is not the end of a longer name: ひろと."""
    rest = seen.after[1:]
    if len(_base(seen.given)) > _LONGEST_BEFORE_TO or rest.startswith(_WITH_JOINING):
        return True
    return _script(rest[:1]) == "han" and not rest.startswith(HONORIFICS)


def _han_ends(seen: Seen) -> bool:
    after = seen.after[:1]
    if not after or _script(after) != "han" or seen.after.startswith(HONORIFICS):
        return True
    if len(seen.bare) == 2 or not seen.given_last:
        return seen.after.startswith(AFTER_HAN)
    return after not in (_LONGER_IN_HAN if len(seen.given) == 1 else "郎朗")


_ENDS: Final = {"latin": _latin_ends, "hangul": _hangul_ends, "kana": _kana_ends, "han": _han_ends}


# --- inside ----------------------------------------------------------------------------------------------


def _is_no_phrase(seen: Seen) -> bool:
    """Whether Latin letters are a name and no ordinary words: so young, no song, an old ..."""
    if script_of(seen.given[0]) != script_of(seen.family[0]):
        return _is_with_another_script(seen)
    tokens = seen.folded.replace(MARK, GAP).split(GAP)
    written = seen.text[seen.start : seen.end]
    if seen.joined:
        return len(seen.bare) > 5 or bool(_CAPITALS.fullmatch(written))
    if GAP not in seen.folded and len(seen.bare) > 6:
        return True
    if not _parts_are_apart(seen) and not _second_part(seen).isupper():
        return False  # a word that begins like a name, and the next one: Koran Huis
    if written[0].isupper() and _second_part(seen).isupper():
        return True
    return not all(token in COMMON_WORDS for token in tokens) and (len(seen.bare) > 6 or len(tokens) > 2)


def _is_with_another_script(seen: Seen) -> bool:
    """Whether Latin letters beside another script are a part of a name: Park 素姫, not *in 恩*, *so 박*."""
    latin, other = seen.given, seen.family
    if script_of(latin[0]) != "latin":
        latin, other = other, latin
    first = next((c for c in seen.text[seen.start : seen.end] if _script(c) == "latin"), "")
    return first.isupper() or latin not in COMMON_WORDS or (script_of(other[0]) == "han" and len(other) > 1)


def _parts_are_apart(seen: Seen) -> bool:
    """Whether a separator stands between the parts of a name, and not only inside one."""
    first = seen.family if seen.given_last else seen.given
    return seen.folded[len(first) : len(first) + 1] in (MARK, GAP)


def _second_part(seen: Seen) -> str:
    """The first letter, as it is written, of the part of the name that stands second."""
    first = seen.family if seen.given_last else seen.given
    left = len(first.replace(MARK, "").replace(GAP, ""))
    for character in seen.text[seen.start : seen.end]:
        folded = fold_character(character)
        if folded and folded not in (MARK, GAP):
            if left <= 0:
                return character
            left -= len(folded)
    return ""


def _is_hangul_name(seen: Seen) -> bool:
    """Whether Hangul is a name and no ordinary words: 이 별은 is also *this star*, 별로 also *not very*."""
    if script_of(seen.given[0]) != script_of(seen.family[0]):
        return True
    if not seen.given_last:
        apart = not seen.joined and _syllables(seen) >= _JOINED_HANGUL
        return apart and (_script(seen.after[:1]) != "hangul" or seen.after.startswith(PARTICLES))
    if seen.joined or _syllables(seen) >= _JOINED_HANGUL:
        return True
    after = seen.after
    goes_on = after[:1].isspace() and _script(after.lstrip()[:1]) == "hangul" and "\n" not in after[:2]
    return not goes_on or after.lstrip().startswith((*HONORIFICS, *_COUNTED))


def _is_kana_name(seen: Seen) -> bool:
    """Whether kana are a name and no ordinary words: short ones need a word of their own, hiragana most of all."""
    scripts = {script_of(seen.given[0]), script_of(seen.family[0])}
    written = seen.text[seen.start : seen.end]
    if scripts != {"kana"}:
        return _is_kana_beside(seen, hiragana=any(map(_is_hiragana, written)))
    if _is_in_both_kana(written):
        return _changes_kana_between(seen, written)
    if seen.joined and not seen.given_last:
        return False
    if seen.after.startswith(HONORIFICS):
        return True
    count = len(_base(seen.bare))
    hiragana = any(map(_is_hiragana, written))
    if hiragana and count < _SHORT_KANA - 1:
        return False
    beside = [c for c in (seen.before, seen.after[:1]) if c and _script(c) == "kana"]
    return count >= _SHORT_KANA or all(_is_hiragana(c) != hiragana for c in beside)


_INSIDE: Final = {"latin": _is_no_phrase, "hangul": _is_hangul_name, "kana": _is_kana_name}


def _changes_kana_between(seen: Seen, written: str) -> bool:
    """Whether hiragana and katakana meet only where a separator parts two long enough names: パク そひ."""
    pieces = re.split(r"[^ぁ-ヿｦ-ﾟ]+", written)
    parts = (seen.family, seen.given)
    return (
        not seen.joined
        and min(len(_base(part)) for part in parts) >= _LEAST_KANA
        and not any(map(_is_in_both_kana, pieces))
    )


def _is_kana_beside(seen: Seen, *, hiragana: bool) -> bool:
    """Whether kana beside another script are a part of a name: パク 素姫, リ 素姫, not the particle in 金 の."""
    kana, other = seen.family, seen.given
    if script_of(kana[0]) != "kana":
        return len(_base(other)) >= _LEAST_KANA or _is_lone_kana(seen)
    count = len(_base(kana))
    long = len(other) >= (_LEAST_KANA if script_of(other[0]) == "han" else JOINED_LATIN // 2)
    if hiragana:
        return count >= (_LEAST_KANA if long else _LEAST_KANA + 1)
    return count >= _LEAST_KANA or (long and _script(seen.before) not in ("kana", "han"))


def _is_lone_kana(seen: Seen) -> bool:
    """Whether a given name of one kana is no particle: it stands apart, or an honorific follows."""
    apart = not seen.joined and _script(seen.after[:1]) != "kana"
    return seen.given_last and (apart or seen.after.startswith(HONORIFICS))


def _syllables(seen: Seen) -> int:
    return sum("\u1161" <= character <= "\u1175" for character in seen.bare)


def _base(folded: str) -> str:
    """Kana without their voicing marks and separators."""
    return "".join(c for c in folded if c not in "゛゜" and c not in MARK + GAP)


def _is_in_both_kana(written: str) -> bool:
    kana = (c for c in written if _script(c) == "kana" and c != _STROKE and fold_character(c) not in "゛゜")
    found = {_is_hiragana(c) for c in kana}
    return len(found) > 1


def _is_hiragana(character: str) -> bool:
    return "ぁ" <= character <= "ゖ" or character in "ゝゞゟ"
