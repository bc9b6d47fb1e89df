"""Every field of front matter and recipe: its name, type, meaning and allowed values.

Readers, checks, forms and the reference page are made from these tables, so a field is described once.
`frame_schema.py` does the same for the columns of the DataFrames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "KINDS",
    "LANGUAGES",
    "POST_FIELDS",
    "RECIPE_FIELDS",
    "STATUSES",
    "STEPS",
    "TEMPLATES",
    "Field",
    "FieldType",
    "post_field",
    "recipe_field",
]

FieldType = Literal[
    "text",  # one line
    "lines",  # text of several lines, or a list of lines
    "markdown",  # text with inline Markdown
    "date",  # a full timestamp with zone, or a partial date: 2017, 2017-09, 2017-09-04
    "flag",  # true or false
    "count",  # a whole number, 1 or more
    "choice",  # one of `allowed`
    "language",  # a language tag such as en, ja, ko
    "slug",  # the slug of a post
    "names",  # a list of texts; one text is taken as a list of one
    "slugs",  # a list of slugs
    "terms",  # a list of categories; "Relief > Food" or [Relief, Food] is a child of Relief
    "records",  # a list of mappings with the keys in `keys`
    "mapping",  # any mapping, kept as it is
]

#: WordPress's own words for the state of a post (get_post_statuses and the scheduled and trashed states).
STATUSES: Final = ("publish", "draft", "pending", "private", "future", "trash")

#: What sort of text a post is. `page` is a WordPress page; it is selected only by asking for it.
KINDS: Final = ("open-letter", "statement", "interview", "testimony", "news", "profile", "report", "page")

#: Languages with wording of their own in briefings.
LANGUAGES: Final = ("en", "ja", "ko")

#: What a briefing can look like.
TEMPLATES: Final = ("digest", "briefing", "statement", "open-letter")

#: What is checked before a briefing is cleared, each step by somebody else.
STEPS: Final = ("fact-checked", "protection-checked")

#: How sure a figure is; `exactly` is the absence of a qualifier.
QUALIFIERS: Final = ("exactly", "approximately", "over", "at least", "up to", "under")


#: The qualifiers as the frames say them: `none` stands for a figure without one, and for `exactly`.
FRAME_QUALIFIERS: Final = ("none", *QUALIFIERS[1:])

#: How fine a date in a text is, from coarse to fine.
DATE_PRECISIONS: Final = ("century", "decade", "year", "season", "month", "day")

#: How a date in a text was completed.
DATE_RULES: Final = (
    "as written", "latest up to the post", "first from the post on", "counted from the post", "counted from the text",
    "unresolved",
)  # fmt: skip

#: Why a post may continue an earlier one, the strongest reason first.
THREAD_REASONS: Final = ("accepted", "link", "series", "month link", "reference", "update", "shared terms")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of front matter or recipe.

    Attributes:
        name: The key as it is written in the YAML header.
        type: How the value is read; see `FieldType`.
        meaning: One sentence for people who fill in the field.
        allowed: The values a `choice` may have.
        keys: The keys a record of a `records` field may have.
        default: What an absent field stands for, in words; empty when absent means unknown.
    """

    name: str
    type: FieldType
    meaning: str
    allowed: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    default: str = ""


POST_FIELDS: Final = (
    Field("title", "text", "The title, as readers see it."),
    Field("date", "date", "When the post was published, with its zone; null when nobody knows."),
    Field("date_after", "date", "The post is later than this date (a bound for an unknown `date`)."),
    Field("date_before", "date", "The post is earlier than this date (a bound for an unknown `date`)."),
    Field("date_source", "text", "Where the date or its bound is known from."),
    Field("listed_after", "slug", "On the site's list, newest first, this post stands right below that one."),
    Field("listed_source", "text", "Which list `listed_after` was read from."),
    Field("modified", "date", "When the post was last changed, with its zone."),
    Field("status", "choice", "WordPress's word for the state of the post.", allowed=STATUSES, default="draft"),
    Field("password", "flag", "Readers need a password on the site; never exported unless asked.", default="false"),
    Field("sticky", "flag", "Pinned to the top of the site's front page.", default="false"),
    Field("kind", "choice", "What sort of text it is.", allowed=KINDS),
    Field("slug", "slug", "Last part of the post's address.", default="the file's name without its date"),
    Field("permalink", "text", "Full public address of the post on the site."),
    Field("old_slugs", "names", "Earlier slugs that the site still redirects."),
    Field("categories", "terms", "Categories; `Relief > Food` is the child Food of Relief."),
    Field("tags", "names", "Tags."),
    Field("concepts", "names", "Concept tags: which sense its words have, such as `forced-return`."),
    Field("lang", "language", "Language of the post, such as en, ja or ko.", default="en"),
    Field("translations", "slugs", "Slugs of the same post in other languages."),
    Field("byline", "text", "The name the post is signed with; a pseudonym or initials are fine."),
    Field("excerpt", "markdown", "Short form written by hand.", default="the text up to `<!--more-->`"),
    Field("image", "text", "The picture that stands for the post, as a path from the post's file."),
    Field("image_alt", "text", "What the picture shows, for those who cannot see it."),
    Field("standfirst", "markdown", "One or two sentences under the title."),
    Field("follows", "slug", "The earlier post whose story this one continues."),
    Field(
        "parts",
        "records",
        "Voices in one post: each part starts at the heading of that text.",
        keys=("heading", "byline", "lang"),
    ),
    Field("addressee", "lines", "Who a letter is addressed to, line by line."),
    Field("subject", "text", "Subject line of a letter, without `Re:`."),
    Field("salutation", "text", "How a letter greets its addressee."),
    Field("signatories", "lines", "Who signs a letter or statement, one a line."),
    Field(
        "figures",
        "records",
        "Figures the post claims, confirmed by an editor.",
        keys=(
            "value", "qualifier", "unit", "act", "actor", "subset_of",
            "sentence", "start", "end", "source", "confirmed_by",
        ),
    ),
    Field("sources", "records", "What the post relies on.", keys=("title", "publisher", "url", "date", "accessed")),
    Field("protect", "names", "Labels of the people in this post whose names stay inside."),
    Field("wp", "mapping", "What came from WordPress and has no field of its own."),
)  # fmt: skip

RECIPE_FIELDS: Final = (
    Field("title", "text", "Title of the briefing."),
    Field("subtitle", "text", "A line under the title."),
    Field("template", "choice", "What the briefing looks like.", allowed=TEMPLATES, default="digest"),
    Field("lang", "language", "Language of the briefing's own words and wording.", default="en"),
    Field("date", "date", "Date of the briefing.", default="the newest date among its posts"),
    Field("edition", "count", "Number of the edition.", default="counted: one more for each changed content"),
    Field("embargo", "date", "Until when it must not be published, with time and zone; every page says so till then."),
    Field("posts", "records", "The posts, in order: slugs, or records.", keys=("post", "show", "heading")),
    Field("select", "mapping", "Conditions of `Archive.select` that choose the posts instead of `posts`."),
    Field("order", "choice", "Order of the posts.", allowed=("newest", "oldest", "given"),
          default="given where `posts` or `sections` name them, else newest"),
    Field("show", "choice", "How much of each post.", allowed=("excerpt", "whole", "leave-out"),
          default="excerpt in a digest, whole elsewhere"),
    Field("leave_out", "slugs", "Posts that stay out, whatever else chooses them."),
    Field("include", "names", "States beside `publish` that may be exported: draft, private, password, …"),
    Field("sections", "records", "Groups of posts under a heading of their own.", keys=("heading", "note", "posts")),
    Field("summary", "markdown", "Summary that opens a `briefing`."),
    Field("addressee", "lines", "Who a letter or statement is addressed to, line by line."),
    Field("subject", "text", "Subject line of a letter, without `Re:`."),
    Field("salutation", "text", "How a letter greets its addressee."),
    Field("signatories", "lines", "Who signs, one a line."),
    Field("figures", "records", "Key figures in the box: confirmed figures of the posts, or given here.",
          keys=("value", "qualifier", "unit", "act", "post", "source", "confirmed_by")),
    Field("recommendations", "records", "What is asked, of whom.", keys=("to", "points")),
    Field("sources", "records", "Sources beside the posts.", keys=("title", "publisher", "url", "date", "accessed")),
    Field("methodology", "markdown", "How the briefing was made."),
    Field("protection_note", "markdown", "How people in the briefing are protected."),
    Field("changes", "records", "What changed since an earlier edition.", keys=("since", "note")),
    Field("clearance", "records", "Who has checked it, and the content that was checked; `lfnkr clear` writes it.",
          keys=("step", "by", "identity", "date", "content")),
)  # fmt: skip

_POST = {field.name: field for field in POST_FIELDS}
_RECIPE = {field.name: field for field in RECIPE_FIELDS}


def post_field(name: str) -> Field | None:
    """The description of a front-matter field, or None when the schema has no such field."""
    return _POST.get(name)


def recipe_field(name: str) -> Field | None:
    """The description of a recipe field, or None when the schema has no such field."""
    return _RECIPE.get(name)
