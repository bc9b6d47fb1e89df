"""Places: names of the gazetteer in three languages, each linked to its sentence; and terms of a period."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb import Archive, Post
from lfnkr_nb.analysis.gazetteer import read_gazetteer
from lfnkr_nb.errors import ArchiveError

ROOT = Path(__file__).parent.parent


def archive_of(folder: Path, *texts: str, **fields: object) -> Archive:
    """An archive with one post a text."""
    for number, text in enumerate(texts):
        Post.new(folder / f"posts/p{number}.md", text, title="T", status="publish", **fields).save()
    return Archive.open(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They were handed over at Panmunjeom.", ["Panmunjom"]),
        ("板門店で二人が引き渡された。", ["Panmunjom"]),
        ("두 사람은 판문점에서 인계되었다.", ["Panmunjom"]),
        ("From Hoeryŏng across the Tumen River to Yanji.", ["Hoeryong", "Tumen", "Yanji"]),
        ("豆満江を渡って延吉へ向かった。", ["Tumen", "Yanji"]),
        ("두만강을 건너 연길로 갔다.", ["Tumen", "Yanji"]),
        ("NK sends people to Russia, not to the UK.", ["North Korea", "Russia"]),
        ("タイプライターとタイ王国。", ["Thailand"]),
        ("Chinatown, Chinaman and a Japaneseness of one's own.", []),
        ("fine china and a turkey", []),
        ("２０１９年、東京とソウルで。", ["Tokyo", "Seoul"]),
    ],
)
def test_a_place_is_found_as_it_is_written_and_not_in_other_words(
    text: str, places: list[str], tmp_path: Path
) -> None:
    assert archive_of(tmp_path, text).places.place.tolist() == places


def test_a_mention_opens_its_words_and_its_sentence(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "Nobody came. They left *Nii*gata in 1959. Then winter.")
    row = archive.places.iloc[0]
    plain = archive["p0"].plain
    assert plain[row.start : row.end] == row.words == "Niigata"
    assert row.sentence == "They left Niigata in 1959."


def test_hangul_in_parts_is_found_where_it_stands(tmp_path: Path) -> None:
    import unicodedata

    archive = archive_of(tmp_path, unicodedata.normalize("NFD", "그들은 두만강을 건넜다."))
    row = archive.places.iloc[0]
    assert row.place == "Tumen"
    assert unicodedata.normalize("NFC", archive["p0"].plain[row.start : row.end]) == "두만강"


@pytest.mark.slow
def test_an_archive_adds_places_of_its_own_and_replaces_those_of_one_name(tmp_path: Path) -> None:
    own = "Blue House: {lat: 37.6, lon: 127.0, names: [青瓦台]}\nTokyo: {lat: 1, lon: 2}\n"
    (tmp_path / "gazetteer.yaml").write_text(own, encoding="utf-8")
    places = archive_of(tmp_path, "青瓦台 and Tokyo").places
    assert places[["place", "lat"]].to_numpy().tolist() == [["Blue House", 37.6], ["Tokyo", 1.0]]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A: {lat: 1, lon: 2}\nB: somewhere\n", ":2: The place B has no"),
        ("A: {lat: north, lon: 2}\n", ":1: `lat:` and `lon:` of A are no numbers"),
        ("A: {lat: 100, lon: 2}\n", "nowhere on Earth"),
        ("A: {lat: nan, lon: 2}\n", "nowhere on Earth"),
        ("A: &x {lat: 1, lon: 2}\n", "gazetteer.yaml:1"),
        ("- a list\n", "gazetteer.yaml"),
    ],
)
def test_a_gazetteer_that_cannot_be_understood_is_said_with_its_line(
    written: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "gazetteer.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ArchiveError) as error:
        read_gazetteer(tmp_path)
    assert said in str(error.value)


def test_every_place_of_ours_lies_on_the_side_of_the_world_it_should() -> None:
    places = {place.name: place for place in read_gazetteer(ROOT)}
    assert len(places) > 90
    assert all(len(place.names) > 1 for place in places.values())
    for name in ("Pyongyang", "Seoul", "Tokyo", "Yanji", "Bangkok"):
        assert 5 < places[name].lat < 58
        assert 90 < places[name].lon < 150


def test_one_spelling_means_one_place() -> None:
    names = [name for place in read_gazetteer(ROOT) for name in place.names]
    assert sorted(names) == sorted(set(names))


def test_places_can_be_paired(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, "Seoul and Tokyo", "Tokyo", "Beijing")
    assert archive.cooccurrence("place")[["a", "b", "posts"]].to_numpy().tolist() == [["Seoul", "Tokyo", 1]]


def test_a_term_is_characteristic_of_the_period_that_says_it_more_often(tmp_path: Path) -> None:
    for year, word in ((2015, "blockade"), (2016, "scholarship")):
        for number in range(4):
            text = f"Letters about winter and the {word} number {number}."
            name = f"posts/{year}-{number}.md"
            Post.new(
                tmp_path / name, text, title="T", status="publish", date=f"{year}-0{number + 1}-01"
            ).save()
    frame = Archive.open(tmp_path).characteristic(by="year", top=1)
    assert frame[["period", "term", "posts", "of", "elsewhere"]].to_numpy().tolist() == [
        ["2015", "blockade", 4, 4, 0],
        ["2016", "scholarship", 4, 4, 0],
    ]
    assert (frame.score > 0).all()


def test_posts_of_no_sure_period_characterise_none(tmp_path: Path) -> None:
    assert archive_of(tmp_path, "winter winter", "winter", date=None).characteristic().empty
