"""Threads are proposed from links, months, references, updates, series and rare names, with the reason told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lfnkr_nb.archive import Archive

FILLER = "The weather was fine, and everybody had something to do. We thank all who helped."


def archive(folder: Path, posts: dict[str, tuple[str, str, str]], **extra: str) -> Archive:
    for slug, (title, when, content) in posts.items():
        head = f"title: {title!r}\nstatus: publish\ndate: {when}\npermalink: https://site.example/{when[:4]}/{when[5:7]}/{slug}/"
        (folder / f"{slug}.md").write_text(
            f"---\n{head}\n{extra.get(slug, '')}\n---\n{content}\n\n{FILLER}\n", "utf-8"
        )
    return Archive.open(folder, index=False)


def proposals(found: Archive) -> list[tuple[str, str, str]]:
    return list(found.threads[["post", "follows", "reason"]].itertuples(index=False, name=None))


def test_a_link_to_an_earlier_post_is_a_thread(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        {
            "new": (
                "News of the ship",
                "2018-05-01",
                "See [what we wrote](https://site.example/2017/03/old/).",
            ),
            "old": ("The ship", "2017-03-01", "A ship came."),
        },
    )
    (row,) = found.threads.itertuples()
    assert (row.post, row.follows, row.reason, row.accepted) == ("new", "old", "link", False)
    assert 0.6 <= row.score < 1
    assert "what we wrote" in row.evidence


def test_a_link_forward_is_read_backward(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        {
            "new": ("News of the ship", "2018-05-01", "It came back."),
            "old": ("The ship", "2017-03-01", "UPDATE: see [the news](https://site.example/2018/05/new/)."),
        },
    )
    assert proposals(found)[0] == ("new", "old", "link")


def test_a_month_link_prefers_the_post_that_shares_names(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        {
            "new": (
                "Good news",
                "2018-05-01",
                "Kim S. passed; we [wrote](https://site.example/2017/03/) of Kim S. in Onagawa.",
            ),
            "right": ("Zero", "2017-03-04", "Then Kim S. came from the harbour of Onagawa to us."),
            "other": ("Rice", "2017-03-20", "Rice was bought and sent."),
        },
    )
    rows = found.threads[found.threads.reason == "month link"]
    assert rows.follows.tolist() == ["right", "other"]
    assert rows.score.is_monotonic_decreasing


@pytest.mark.parametrize(
    ("title", "content", "reason"),
    [
        ("More of it", "Please refer to the previous article about Kim S. of Onagawa.", "reference"),
        ("More of it", "UPDATE (May 2): Kim S. is in Onagawa again.", "update"),
        ("続き", "前回の記事でお伝えした Kim S. の話です。Onagawa にて。", "reference"),
        ("소식", "지난 글에서 전한 Kim S. 이야기입니다. Onagawa 에서.", "reference"),
    ],
)
def test_words_that_point_back_lead_to_the_likest_earlier_post(
    tmp_path: Path, title: str, content: str, reason: str
) -> None:
    found = archive(
        tmp_path,
        {
            "new": (title, "2018-05-01", content),
            "right": ("Zero", "2017-03-04", "Then Kim S. came to the town of Onagawa."),
            "other": ("Rice", "2017-03-20", "Rice was bought and sent."),
        },
    )
    assert ("new", "right", reason) in proposals(found)


def test_parts_of_a_series_follow_each_other(tmp_path: Path) -> None:
    found = archive(
        tmp_path,
        {
            "c": ("A journey (3)", "2018-05-03", "Then home."),
            "b": ("A journey (2)", "2018-05-02", "Then the sea."),
            "a": ("A journey", "2018-05-01", "First the river."),
        },
    )
    assert proposals(found) == [("c", "b", "series"), ("b", "a", "series")]


def test_rare_names_alone_are_a_weak_proposal_and_common_words_none(tmp_path: Path) -> None:
    texts = {
        f"filler{n}": (
            "A day",
            f"2015-01-{n:02}",
            f"On such a day {n} we met and spoke of rice and coats.",
        )
        for n in range(10, 25)
    }
    texts["new"] = (
        "Visit",
        "2018-05-01",
        "We saw K. M.-h. and the doctor Amagiri at the harbour of Onagawa near Sanriku.",
    )
    texts["old"] = (
        "Arrival",
        "2017-05-01",
        "There K. M.-h. met a nurse, then Amagiri in Onagawa and in Sanriku.",
    )
    found = archive(tmp_path, texts)
    (row,) = found.threads.itertuples()
    assert (row.post, row.follows, row.reason) == ("new", "old", "shared terms")
    assert row.score < 0.6
    assert "onagawa" in row.evidence


def test_translations_and_pages_are_no_thread(tmp_path: Path) -> None:
    link = "[here](https://site.example/2017/03/old/)"
    posts = {"new": ("Neu", "2018-05-01", link), "old": ("Old", "2017-03-01", "Words.")}
    (tmp_path / "t").mkdir()
    (tmp_path / "p").mkdir()
    assert archive(tmp_path / "t", posts, new="translations: [old]").threads.empty
    assert archive(tmp_path / "p", posts, old="kind: page").threads.empty


def test_an_accepted_thread_silences_the_proposals_of_its_post(root: Path) -> None:
    threads = Archive.open(root / "posts", index=False).threads
    story = threads[threads.post == "another-success-story"]
    assert story[["follows", "accepted", "reason"]].values.tolist() == [
        ["kim-s-starts-from-zero", True, "accepted"]
    ]
    note = threads[threads.post == "one-day-three-figures"]
    assert note.iloc[0][["follows", "reason"]].tolist() == ["open-letter-to-xi-jinping", "link"]
