"""A name is found with its parts in different scripts, with other forms of its ideographs, and with initials."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest

from lfnkr_nb.protection.han import one_form
from lfnkr_nb.protection.matching import Matcher
from lfnkr_nb.protection.register import Person

FAMILY = ("Park", "박", "朴", "パク")
GIVEN = ("So-hee", "소희", "素姫", "ソヒ")
PERSON = Person("A. B.", FAMILY, GIVEN)


def _left(text: str, person: Person = PERSON) -> str:
    return Matcher([person]).replace(text)[0]


@pytest.mark.parametrize(
    ("family", "given"), list(product((*FAMILY, "Bak", "ぱく"), (*GIVEN, "Sohui", "そひ")))
)
def test_each_family_name_is_found_with_each_given_name(family: str, given: str) -> None:
    """The scripts of the two parts do not matter, family name first."""
    assert _left(f"We met {family} {given}, who said little.") == "We met A. B., who said little."


@pytest.mark.parametrize(("family", "given"), list(product(FAMILY, GIVEN)))
def test_the_given_name_may_stand_first(family: str, given: str) -> None:
    """So it is with the given name first, as in the West; ideographs and kana then need a blank or dot between."""
    assert _left(f"We met {given} {family}, who said little.") == "We met A. B., who said little."
    assert _left(f"We met {given}・{family}, who said little.") == "We met A. B., who said little."


KURODA = Person("K. Q.", ("Kuroda", "黒田", "くろだ"), ("Jun'ichi", "純一", "じゅんいち"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("純一 黒田は", "K. Q.は"),
        ("純一・黑田氏", "K. Q.氏"),
        ("じゅんいち 黒田", "K. Q."),
        ("純一黒田", "純一黒田"),  # nobody writes so; as words they may follow each other
        ("純一 黒田原の", "純一 黒田原の"),
        ("一 黒田", "一 黒田"),
    ],
)
def test_ideographs_with_the_given_name_first_need_a_separator(text: str, left: str) -> None:
    """And two characters of the given name."""
    assert _left(text, KURODA) == left


ABE = Person("U. X.", ("Abe", "阿部", "あべ"), ("U", "う"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("阿部 う、", "U. X.、"),
        ("阿部うさんは", "U. X.さんは"),
        ("あべ うさん", "U. X.さん"),
        ("阿部うが", "阿部うが"),
        ("阿部 うに", "阿部 うに"),
        ("そう言う阿部", "そう言う阿部"),
    ],
)
def test_a_given_name_of_one_kana_stands_apart_or_before_an_honorific(text: str, left: str) -> None:
    """Anywhere else one kana is a particle or the beginning of a word."""
    assert _left(text, ABE) == left


@pytest.mark.parametrize(
    ("family", "given", "text"),
    [
        ("Sŏ", "Myŏng-ch'ŏl", "Seo Myeong-cheol, 서명철, Suh Myungchul, ソ・ミョンチョル, Myong-chol So"),
        ("Ch'oe", "Ŭn-gyŏng", "Choi Eun-kyung, 최은경, Eunkyung Choi, チェ・ウンギョン"),
        ("Yŏm", "Kwang-su", "염광수, Yeom Gwangsu, 렴광수"),
    ],
)
def test_latin_letters_with_marks_are_read_as_korean(family: str, given: str, text: str) -> None:
    """A register that gives McCune–Reischauer alone leads to the other systems, Hangul and kana."""
    count = text.count(",") + 1
    assert _left(text, Person("N. N.", (family,), (given,))) == ", ".join(["N. N."] * count)


@pytest.mark.parametrize("text", ["Kahng Na-ri", "Na-ri Kahng"])
def test_family_names_with_h_after_a_are_found(text: str) -> None:
    """As Bahk, Jahng and Nahm; their bearers write so."""
    assert _left(text, Person("N. N.", ("강",), ("나리",))) == "N. N."


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


ZHANG = Person("Z. Q.", ("Zhang", "張"), ("Meilin", "美琳"))
OK = Person("O. V.", ("Ok", "옥"), ("Ji", "지"))
LONG = "and then she told us at length of all that had happened on the way across the river"


@pytest.mark.parametrize("name", ["Zhang Mei-lin", "Mei-lin Zhang", "ZHANG Mei-Lin", "Zhang Meilin"])
@pytest.mark.parametrize("after", ["", LONG, f"\n\n{LONG}"])
def test_a_hyphen_in_either_part_hides_no_name_in_a_long_text(name: str, after: str) -> None:
    """The register writes the given name as one word; what follows in the text does not matter."""
    assert _left(f"Dear {name} {after}", ZHANG) == f"Dear Z. Q. {after}"


def test_of_two_names_that_overlap_nothing_is_left() -> None:
    """The end of one name and the beginning of the next can be read as a name, too."""
    left = _left("Chang Mei-lin\nZhang Mei-lin came.", ZHANG)
    assert "lin" not in left.replace("Chang Mei-lin", "")
    assert _left("Zhang Mei-lin Zhang Mei-lin", ZHANG) == "Z. Q. Z. Q."
    assert _left("Ri Chol-gun\nis Ri Chol-gun.", Person("R. X.", ("Ri",), ("Chol-gun",))) == "R. X.\nis R. X."
    other = Person("Y. Y.", ("Lin",), ("Meihua",))
    both = Matcher([ZHANG, other]).replace("Zhang Meilin Lin Meihua")[0]
    assert both == "Z. Q. Y. Y."


def test_particles_in_decomposed_hangul_end_a_name() -> None:
    """File systems of macOS keep Hangul in pieces."""
    assert _left(unicodedata.normalize("NFD", "옥지는 왔다"), OK).startswith("O. V.")
    assert _left(unicodedata.normalize("NFD", "옥 지는\n옥지가"), OK).count("O. V.") == 2


def test_short_names_in_small_letters_are_found_in_addresses() -> None:
    """In a sentence `ok ji` may be words; in a slug, a file name and an address it is taken for the name."""
    matcher = Matcher([OK])
    assert matcher.replace("ok-ji-14", address=True)[0] == "O. V.-14"
    assert matcher.find("ok-ji-14") == []
    assert (
        matcher.replace("See https://site.example/ok-ji/ there.")[0]
        == "See https://site.example/O. V./ there."
    )
    assert matcher.find("https://site.example/book-jig/") == []
