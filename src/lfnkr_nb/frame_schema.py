"""Every column of the archive's DataFrames: its name, dtype and meaning.

Frames are built to these tables, a test holds them to it, and the reference page is made from them. Text has
pandas' string dtype `str`, which works with and without pyarrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DATASET", "FRAMES", "SOURCES", "Column"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame.

    Attributes:
        name: Its name.
        dtype: Its dtype as pandas writes it.
        meaning: What it means, in one sentence.
        restricted: Whether it is of use only inside, so that an export leaves it out unless it is asked for.
    """

    name: str
    dtype: str
    meaning: str
    restricted: bool = False


_POST = Column("post", "str", "Key of the post: its slug, or its path where two posts share a slug.")

FRAMES: Final[dict[str, tuple[Column, ...]]] = {
    "posts": (
        Column("title", "str", "Title, or the slug of an untitled post."),
        Column(
            "date",
            "datetime64[us, UTC]",
            "When it was published; of a partial date its first moment; NaT unknown.",
        ),
        Column(
            "date_precision", "category", "year < month < day < minute < second; missing where the date is."
        ),
        Column(
            "date_zone",
            "str",
            "The written offset such as +09:00 (UTC+09:00 in exported tables); missing for partial and unknown dates.",
        ),
        Column(
            "date_after",
            "datetime64[us, UTC]",
            "An unknown date is later than this, as far as bounds and lists tell.",
        ),
        Column("date_before", "datetime64[us, UTC]", "An unknown date is earlier than this."),
        Column("modified", "datetime64[us, UTC]", "When it was last changed; NaT unknown."),
        Column("status", "category", "WordPress's word for its state.", restricted=True),
        Column("password", "bool", "Readers need a password.", restricted=True),
        Column("sticky", "bool", "Pinned to the top of the site."),
        Column("public", "bool", "May leave the house: published and without a password.", restricted=True),
        Column("kind", "category", "What sort of text it is; missing where unknown."),
        Column("lang", "category", "Language tag."),
        Column("category", "category", "First category as a path, ordered as the tree; missing without one."),
        Column("byline", "str", "The name it is signed with; missing when unsigned."),
        Column("follows", "str", "Slug of the earlier post it continues; missing without one."),
        Column("characters", "int64", "Length of the content in characters.", restricted=True),
        Column("slug", "str", "Last part of its address."),
        Column("permalink", "str", "Full public address; missing where unknown."),
        Column("path", "str", "The file, seen from the posts folder, with `/`.", restricted=True),
    ),
    "terms": (
        _POST,
        Column("taxonomy", "category", "category, tag or concept."),
        Column("term", "str", "Name of the term."),
        Column("path", "category", "The term with its parents, `Relief > Food`; ordered as the tree."),
        Column("parent", "str", "Path of the parent; missing at the top of the tree."),
        Column("depth", "int64", "0 at the top of the tree."),
    ),
    "links": (
        _POST,
        Column("href", "str", "Where the link points, as written."),
        Column("text", "str", "The words of the link."),
        Column("kind", "category", "post, archive, anchor, mail or external."),
        Column("target", "str", "Key of the post it resolves to; missing where there is none or a choice."),
        Column("choices", "int64", "How many posts of this archive it may mean."),
    ),
    "images": (
        _POST,
        Column("src", "str", "Address of the picture as written."),
        Column("alt", "str", "What it shows, in words; missing where nobody wrote it."),
        Column("exists", "bool", "Whether it is a file beside the post that may be used.", restricted=True),
        Column("problem", "str", "Why it cannot be used; missing where it can.", restricted=True),
    ),
    "figures": (
        _POST,
        Column("value", "float64", "The number; of a range, the lower one."),
        Column("value_to", "float64", "The higher number of a range (500–600); missing where it is none."),
        Column("qualifier", "category", "none, approximately, over, at least, up to or under."),
        Column(
            "unit",
            "category",
            "What is counted: people, families, households, won, yen, km, percent, boxes, …",
        ),
        Column(
            "act",
            "category",
            "What happened, such as forced return or arrival; missing where no word tells it.",
        ),
        Column(
            "actor", "str", "Who did it, such as Chinese government; missing where the sentence does not say."
        ),
        Column("subset_of", "float64", "The value of the figure it is a part of; missing where it is none."),
        Column("sentence", "str", "The sentence that claims it, as it stands in the post."),
        Column("words", "str", "The words of the figure: about 600 people, 約600人."),
        Column(
            "start",
            "Int64",
            "Where these words start in the post's plain text; missing where they are not in it.",
            restricted=True,
        ),
        Column(
            "end", "Int64", "Where they end, so that `post.plain[start:end]` is `words`.", restricted=True
        ),
        Column(
            "date",
            "str",
            "When it happened, as EDTF (2019-11-07, XXXX-10-09); missing where no word tells.",
        ),
        Column("lang", "category", "Language of the sentence."),
        Column(
            "source",
            "str",
            "Who says so, in the sentence's or an editor's words; missing where nobody is named.",
        ),
        Column(
            "confirmed_by",
            "str",
            "The editor who confirmed it in the front matter; missing where nobody did.",
            restricted=True,
        ),
        Column("event", "str", "The event of `events` it belongs to; missing without act or date."),
    ),
    "contested": (
        Column("event", "str", "The event of `events` that the claims are about."),
        Column("date", "str", "When it happened, as EDTF."),
        Column("act", "category", "What happened."),
        Column("unit", "category", "What is counted."),
        Column("value", "float64", "The number claimed; of a range, the lower one."),
        Column("value_to", "float64", "The higher number of a range."),
        Column("qualifier", "category", "none, approximately, over, at least, up to or under."),
        Column("source", "str", "Who says so; missing where it is the post itself."),
        _POST,
        Column("sentence", "str", "The sentence that claims it."),
        Column("confirmed_by", "str", "The editor who confirmed the claim; missing where nobody did."),
    ),
    "dates": (
        _POST,
        Column("date", "str", "What is meant, as EDTF, completed as far as the post's date allows."),
        Column("precision", "category", "century, decade, year, season, month or day."),
        Column("earliest", "datetime64[us, UTC]", "First day it can mean; NaT where the year is unknown."),
        Column(
            "latest",
            "datetime64[us, UTC]",
            "Last day it can mean; NaT where year or end are unknown.",
        ),
        Column("rule", "category", "How the date was found; the rules are told in the guide for analysts."),
        Column("words", "str", "The words: October 9th, 昨年5月, 지난해 10월."),
        Column("sentence", "str", "The sentence they stand in."),
        Column("start", "int64", "Where the words start in the post's plain text.", restricted=True),
        Column("end", "int64", "Where they end.", restricted=True),
        Column("act", "category", "What the sentence tells of; missing where no word tells it."),
        Column("lang", "category", "Language of the sentence."),
    ),
    "events": (
        Column("event", "str", "Name of the event: its act and its date."),
        Column("date", "str", "When it happened, as EDTF."),
        Column("earliest", "datetime64[us, UTC]", "First day it can mean; NaT where the year is unknown."),
        Column(
            "latest",
            "datetime64[us, UTC]",
            "Last day it can mean; NaT where year or end are unknown.",
        ),
        Column("precision", "category", "century, decade, year, season, month or day."),
        Column("act", "category", "What happened."),
        Column("actor", "str", "Who did it; missing where no sentence says."),
        Column("figures", "int64", "How many figures are claimed about it: rows of `figures`."),
        Column("mentions", "int64", "How often posts tell of it with its date: rows of `dates`."),
        Column("posts", "int64", "How many posts tell of it."),
        Column("post", "str", "Key of the first of these posts, newest first."),
        Column("sentence", "str", "The first sentence that tells of it."),
    ),
    "threads": (
        _POST,
        Column("follows", "str", "Key of the earlier post that it continues, or may continue."),
        Column("accepted", "bool", "Whether an editor wrote it into `follows:`."),
        Column("score", "float64", "How likely it is, from 0 to 1; 1 where it is accepted.", restricted=True),
        Column(
            "reason", "category", "accepted, link, series, month link, reference, update or shared terms."
        ),
        Column(
            "evidence",
            "str",
            "The words that speak for it: of the link, of the reference, or the shared terms.",
        ),
    ),
    "problems": (
        Column("path", "str", "The file, seen from the posts folder."),
        Column(
            "line", "Int64", "Line in the file, counted from 1; missing where it is about the whole file."
        ),
        Column("severity", "category", "error (never exported), warning or note."),
        Column("field", "str", "The front-matter key it is about; missing where it is about the file."),
        Column("message", "str", "What is wrong."),
        Column("hint", "str", "What to do next."),
    ),
    "related": (
        Column("rank", "int64", "1 belongs closest to the post."),
        Column("title", "str", "Title of the related post."),
        Column("date", "datetime64[us, UTC]", "Its date; NaT unknown."),
        Column("lang", "category", "Language tag."),
        Column("likeness", "float64", "Of its rare terms to those of the post, from 0 to 1."),
        Column("reason", "str", "Why it is related: translation, same thread, link, shared rare terms."),
        Column("public", "bool", "May leave the house: published and without a password."),
    ),
    "near_duplicates": (
        Column("post", "str", "Key of the newer post."),
        Column("other", "str", "Key of the older post."),
        Column("likeness", "float64", "Share of runs of five words that both have; 1 is the same text."),
        Column("relation", "category", "same text, near-duplicate or translation."),
        Column("title", "str", "Title of the newer post."),
        Column("other_title", "str", "Title of the older post."),
        Column("public", "bool", "Both may leave the house."),
    ),
    "search": (
        Column("rank", "int64", "1 is the best hit."),
        Column("title", "str", "Title of the post."),
        Column("date", "datetime64[us, UTC]", "Its date; NaT unknown."),
        Column("lang", "category", "Language tag."),
        Column("score", "float64", "How well it fits, by BM25; compare within one search only."),
        Column("snippet", "str", "The best passage, each hit between » and « (or as HTML)."),
    ),
    "trend": (
        Column("query", "str", "The search that is counted; missing where all posts are."),
        Column(
            "concept", "str", "Concept tag; missing where none was asked for, or the post has none of them."
        ),
        Column(
            "period", "str", "The period as 2017, 2017-Q3 or 2017-09; missing for posts of no sure period."
        ),
        Column("start", "datetime64[us, UTC]", "First moment of the period; NaT where it is missing."),
        Column("posts", "int64", "Posts that fulfil the search and surely lie in the period."),
        Column("possible", "int64", "Posts that fulfil it and may lie in the period, by their bounds."),
        Column("of", "int64", "All posts that surely lie in the period."),
        Column("share", "float64", "`posts` divided by `of`; missing where `of` is 0."),
    ),
    "cooccurrence": (
        Column("a", "str", "One term or search."),
        Column("b", "str", "The other."),
        Column("posts", "int64", "Posts with both."),
        Column("posts_a", "int64", "Posts with the one."),
        Column("posts_b", "int64", "Posts with the other."),
        Column(
            "expected", "float64", "Posts with both that chance would give: posts_a × posts_b ÷ all posts."
        ),
        Column("lift", "float64", "`posts` divided by `expected`; above 1 they attract each other."),
    ),
    "characteristic": (
        Column("period", "str", "The period as 2017, 2017-Q3 or 2017-09."),
        Column("term", "str", "The term, in the form in which words are compared."),
        Column("posts", "int64", "Posts of the period that have it."),
        Column("of", "int64", "All posts that surely lie in the period."),
        Column("elsewhere", "int64", "Posts of the other periods that have it."),
        Column("score", "float64", "z-score of the log-odds ratio; above 1.96 it is hardly chance."),
    ),
    "places": (
        _POST,
        Column("place", "category", "Name of the place in the gazetteer."),
        Column("words", "str", "How it is written here: Panmunjeom, 板門店."),
        Column("sentence", "str", "The sentence it stands in."),
        Column("start", "int64", "Where the words start in the post's plain text.", restricted=True),
        Column(
            "end", "int64", "Where they end, so that `post.plain[start:end]` is `words`.", restricted=True
        ),
        Column("lat", "float64", "Latitude in degrees, north positive; of the place, never of a person."),
        Column("lon", "float64", "Longitude in degrees, east positive."),
        Column("date", "datetime64[us, UTC]", "Date of the post; NaT unknown."),
        Column("lang", "category", "Language of the sentence."),
    ),
}

#: Types of Arrow for the columns of `posts` that are not text.
_ARROW: Final = {"datetime64[us, UTC]": "timestamp[us, UTC]", "bool": "bool", "int64": "int64"}

#: The columns of the Parquet data set that `Archive.to_parquet` writes, with types of Arrow.
DATASET: Final[tuple[Column, ...]] = (
    Column("post", "string", _POST.meaning),
    *(Column(column.name, _ARROW.get(column.dtype, "string"), column.meaning) for column in FRAMES["posts"]),
    Column("categories", "list<string>", "Every category as a path, in the order of the post."),
    Column("tags", "list<string>", "Every tag, in the order of the post."),
    Column("content", "string", "The Markdown after the front matter; left out with `content=False`."),
    Column("year", "int32", "Folder `year=2017`: the year that the date is written with; 0 without a date."),
)

#: Where the values of a frame come from, for the codebook of an export.
SOURCES: Final[dict[str, str]] = {
    "posts": "front matter of the post",
    "terms": "front matter of the post: categories, tags, concepts",
    "links": "text of the post",
    "images": "text of the post",
    "figures": "text of the post; figures in its front matter",
    "contested": "text of the posts; figures in their front matter",
    "dates": "text of the post, completed by its date",
    "events": "figures and dates",
    "threads": "links, words and front matter of the posts",
    "places": "text of the post and the gazetteer",
    "trend": "front matter and text of the posts",
    "characteristic": "text of the posts",
    "cooccurrence": "front matter and text of the posts",
    "problems": "check of the files",
    "search": "text of the posts",
    "related": "words, links and front matter of the posts",
    "near_duplicates": "text of the posts",
}
