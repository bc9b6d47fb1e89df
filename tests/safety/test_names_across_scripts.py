"""A name is found with its parts in different scripts, with other forms of its ideographs, and with initials."""

from __future__ import annotations

from itertools import product

import pytest

from lfnkr_nb.protection.han import one_form
from lfnkr_nb.protection.matching import Matcher
from lfnkr_nb.protection.register import Person

FAMILY = ("Park", "박", "朴", "パク")
GIVEN = ("So-hee", "소희", "素姫", "ソヒ")
PERSON = Person("A. B.", FAMILY, GIVEN)

#: Pairs in which the family name always leads: both are ideographs or kana.
_LEADING = {"朴", "パク"}, {"素姫", "ソヒ"}


def _left(text: str, person: Person = PERSON) -> str:
    return Matcher([person]).replace(text)[0]


@pytest.mark.parametrize(
    ("family", "given"), list(product((*FAMILY, "Bak", "ぱく"), (*GIVEN, "Sohui", "そひ")))
)
def test_each_family_name_is_found_with_each_given_name(family: str, given: str) -> None:
    """The scripts of the two parts do not matter, family name first."""
    assert _left(f"We met {family} {given}, who said little.") == "We met A. B., who said little."


@pytest.mark.parametrize(
    ("family", "given"),
    [p for p in product(FAMILY, GIVEN) if not (p[0] in _LEADING[0] and p[1] in _LEADING[1])],
)
def test_the_given_name_may_stand_first_in_another_script(family: str, given: str) -> None:
    """So it is with the given name first, unless both parts are ideographs or kana."""
    assert _left(f"We met {given} {family}, who said little.") == "We met A. B., who said little."


@pytest.mark.parametrize(
    "forms",
    [
        *(
            "姫姬",
            "恵惠",
            "真眞",
            "静靜",
            "栄榮荣",
            "徳德悳",
            "順顺",
            "銀银",
            "麗丽",
            "愛爱",
            "学學",
            "哲喆",
            "煥焕",
        ),
        *(
            "勲勳勋",
            "鉄鐵铁",
            "済濟济",
            "寿壽",
            "沢澤泽",
            "浩澔",
            "鎬镐",
            "賢贤",
            "強强",
            "亜亞",
            "桜櫻",
            "礼禮",
            "竜龍龙",
        ),
    ],
)
def test_all_forms_of_an_ideograph_are_one(forms: str) -> None:
    """Modern Japanese, Korean, traditional and simplified forms stand for one another in a name."""
    assert len({one_form(form) for form in forms}) == 1
    for registered, written in product(forms, forms):
        person = Person("A. B.", ("朴",), (f"素{registered}",))
        assert _left(f"朴素{written}さん", person) == "A. B.さん"


INITIALS = ["S.-h.", "S.-H.", "S. H.", "S.H.", "S-h.", "So-h.", "So-H.", "S.-hee"]


@pytest.mark.parametrize("initials", [*INITIALS, "SH"])
@pytest.mark.parametrize("pattern", ["{0} {1}", "{0}, {1}", "{1} {0}"])
def test_initials_beside_the_family_name_are_found(initials: str, pattern: str) -> None:
    """In the styles of reports and bibliographies, before and behind the whole family name."""
    assert "Park" not in _left(f"said {pattern.format('Park', initials)} in 2009")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Park S.-j. spoke",
            "Park SJ spoke",
            "J.-h. Park spoke",
            "So-j. Park spoke",
            "Park sh",
            "Park Sh spoke",
        ),
        *("in the park 소", "朴 Sora", "Park 素子", "パク 恩", "素姫 Kim", "Sohee 朴槿恵", "S. Park spoke"),
        *("a park, s-h. and more", "Kim S.-h.", "Park the car", "朴の素姫", "Park Sa-h. spoke"),
    ],
)
def test_what_is_only_close_is_left(text: str) -> None:
    """Another initial, another given name or ordinary words are nobody of the register."""
    assert _left(text) == text


@pytest.mark.parametrize("text", ["Lee UN", "the UN Lee knew", "Lee Un", "so 李", "in 李"])
def test_institutions_and_words_are_no_initials(text: str) -> None:
    """Capitals that name an institution, and small words beside an ideograph, are left."""
    assert _left(text, Person("A. B.", ("Lee", "李"), ("Ung-nam", "웅남"))) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("by Park So-hee. She", "by A. B. She"),
        ("by Park So-hee., and", "by A. B., and"),
        ("by Park So-hee...", "by A. B...."),
        ("Park S.-h., a nurse", "A. B., a nurse"),
        ("Park (So-hee) said", "A. B. said"),
        ("朴（素姫）さん", "A. B.さん"),
        ("(Park) So-hee said", "A. B. said"),
        ("(Park So-hee) said", "(A. B.) said"),
        ("the nurse (Park So-hee).", "the nurse (A. B.)."),
    ],
)
def test_marks_beside_a_name_go_with_it(text: str, left: str) -> None:
    """No full stop is doubled, and no bracket is left whose other half went with the name."""
    assert _left(text) == left


def test_a_label_without_a_dot_takes_that_of_the_last_initial() -> None:
    """The dot of an initial goes with it where the sentence goes on, and stays where it may end it."""
    nurse = Person("the nurse", FAMILY, GIVEN)
    assert _left("Park S.-h. said", nurse) == "the nurse said"
    assert _left("It was Park S.-h. She", nurse) == "It was the nurse. She"
