"""Queries in three languages over the invented archive: each finds what it should, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb import Archive

HERE = Path(__file__).parent


def lines(name: str) -> list[tuple[str, set[str]]]:
    """Query and slugs of each line of a file."""
    text = (HERE / name).read_text(encoding="utf-8")
    pairs = [line.split("=>") for line in text.splitlines()[2:] if "=>" in line]
    return [(query.strip(), set(slugs.split())) for query, slugs in pairs]


QUERIES = lines("queries.txt")


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _ in QUERIES])
def test_a_query_finds_the_posts_it_should_and_no_other(
    invented: Archive, query: str, expected: set[str]
) -> None:
    assert expected <= set(invented.posts.index), "a slug of the list is misspelt"
    assert set(invented.search(query).index) == expected


def test_no_query_finds_what_only_looks_like_a_hit(invented: Archive) -> None:
    for query, wrong in lines("negatives.txt"):
        assert wrong <= set(invented.posts.index), "a slug of the list is misspelt"
        assert not wrong & set(invented.search(query).index), query


def test_there_are_queries_enough() -> None:
    assert len(QUERIES) >= 60
    assert len(lines("negatives.txt")) >= 25


@pytest.mark.slow
def test_a_selection_by_text_holds_the_posts_that_search_finds(invented: Archive) -> None:
    for query, expected in QUERIES:
        assert set(invented.select(text=query).posts.index) == expected, query


def test_a_search_in_a_selection_finds_only_posts_of_it(invented: Archive) -> None:
    japanese = invented.select(lang="ja")
    assert set(japanese.search("難民").index) == {"refugee-ja", "refugees-ja"}
    assert len(japanese.search("難民", limit=1)) == 1


def test_what_a_query_excludes_is_exactly_what_it_would_find_without_the_minus(invented: Archive) -> None:
    for query in ("NK", "難民", "repatriation", '"land mines"', "lang:ja", "title:river OR 送還"):
        found, others = set(invented.search(query).index), set(invented.search(f"-({query})").index)
        assert found | others == set(invented.posts.index)
        assert not found & others
