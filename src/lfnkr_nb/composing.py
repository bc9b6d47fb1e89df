"""A briefing as it is composed: groups of posts in order, the editor's words, fields; and changes of it.

What is composed is a form: plain values that a page can hold. `compose_form` makes it of a briefing, `composed` puts
its changes back. Only what differs reaches the recipe, so that an unchanged form changes no byte of its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lfnkr_nb.dates import When
from lfnkr_nb.errors import ArchiveError
from lfnkr_nb.schema import RECIPE_FIELDS, Field

if TYPE_CHECKING:
    from lfnkr_nb.briefing import Briefing

__all__ = ["compose_fields", "compose_form", "composed", "figures_on_offer", "post_facts", "title_shown"]

Form = Mapping[str, Any]

#: Groups of the form, and which fields stand in each.
_GROUPS: Final = {
    "briefing": ("title", "subtitle", "date", "template", "lang", "show"),
    "letter": ("addressee", "subject", "salutation", "signatories"),
    "closing": ("recommendations", "sources", "methodology", "protection_note"),
    "release": ("embargo", "edition", "include"),
}

#: What identifies a figure; who confirmed it stays in its post.
_FIGURE: Final = ("value", "qualifier", "unit", "act")


# --- fields -------------------------------------------------------------------------------------------


def compose_fields() -> list[dict[str, Any]]:
    """The fields of the form with their groups, in order, as the schema describes them."""
    known = {field.name: field for field in RECIPE_FIELDS}
    return [_described(known[name], group) for group, names in _GROUPS.items() for name in names]


def _described(field: Field, group: str) -> dict[str, Any]:
    allowed = tuple(value for value in field.allowed if value != "leave-out")
    return {
        "name": field.name, "type": field.type, "group": group, "meaning": field.meaning,
        "allowed": allowed, "keys": field.keys, "default": field.default,
    }  # fmt: skip


# --- briefing → form ----------------------------------------------------------------------------------


def compose_form(briefing: Briefing) -> dict[str, Any]:
    """The form of a briefing.

    Returns:
        `values`: fields by name, dates as written; `summary` and `note`: the editor's words; `groups`: each with
        `was` (its place in the recipe), `heading`, `note` and `posts`, the first for posts outside every group;
        `figures`: the key figures of the recipe, None where it leaves them to its posts. A post has `post` (how the
        recipe names it), `show` (empty: as the briefing says) and `heading`.
    """
    recipe = briefing.recipe.values
    names = [name for names in _GROUPS.values() for name in names]
    return {
        "values": {name: _plain(recipe[name]) for name in names if name in recipe},
        "summary": str(recipe.get("summary", "")),
        "note": briefing.recipe.note,
        "groups": _groups(briefing),
        "figures": _plain(recipe["figures"]) if "figures" in recipe else None,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, When):
        return value.written
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _groups(briefing: Briefing) -> list[dict[str, Any]]:
    recipe = briefing.recipe.values
    if "posts" not in recipe and "sections" not in recipe:
        keys = briefing.archive.keys
        chosen = [{"post": keys[choice.post.path], "show": "", "heading": ""} for choice in briefing.asked]
        return [{"was": None, "heading": "", "note": "", "posts": chosen}]
    loose = [_item(record) for record in recipe.get("posts", ())]
    groups: list[dict[str, Any]] = [
        {
            "was": number,
            "heading": str(record.get("heading") or ""),
            "note": str(record.get("note") or ""),
            "posts": [_item(item) for item in record.get("posts") or ()],
        }
        for number, record in enumerate(recipe.get("sections", ()))
    ]
    first: dict[str, Any] = {"was": None, "heading": "", "note": "", "posts": loose}
    return [_sorted(group, briefing) for group in (first, *groups)]


def _item(record: Any) -> dict[str, str]:
    said = record if isinstance(record, Mapping) else {"post": record}
    return {name: str(said.get(name) or "") for name in ("post", "show", "heading")}


def _sorted(group: dict[str, Any], briefing: Briefing) -> dict[str, Any]:
    """A group in the order of its pages, where the recipe sorts by date."""
    order = briefing.get("order", "given")
    if order == "given":
        return group
    places = {each["post"]: _place(briefing, each["post"]) for each in group["posts"]}
    posts = sorted(group["posts"], key=lambda each: places[each["post"]], reverse=order == "oldest")
    return {**group, "posts": posts}


def _place(briefing: Briefing, name: str) -> int:
    try:
        return int(briefing.archive.place(briefing.archive[name]))
    except ArchiveError:
        return len(briefing.archive)


def post_facts(briefing: Briefing, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What a list shows of posts, by the name they were asked for with: key, title, date, kind, lang, status, held.

    A name that no post has gives `{"missing": sentence}`.
    """
    return {name: _facts(briefing, name) for name in dict.fromkeys(names)}


def _facts(briefing: Briefing, name: str) -> dict[str, Any]:
    archive = briefing.archive
    try:
        post = archive[name]
    except ArchiveError as error:
        return {"missing": error.message, "hint": error.hint}
    key = archive.keys[post.path]
    stays = bool({post.slug, key} & set(briefing.get("leave_out", ())))
    status = "password" if post.password else post.status
    inside = post.misspelt is not None
    held = status if inside or (status != "publish" and status not in briefing.get("include", ())) else ""
    return {
        "key": key, "title": post.title, "date": post.date.iso[:10] if post.date else "",
        "kind": post.get("kind") or "", "lang": post.lang, "status": status, "held": held, "left_out": stays,
        "path": f"{archive.folder.name}/{archive.names[post.path]}",
    }  # fmt: skip


def figures_on_offer(briefing: Briefing) -> list[dict[str, Any]]:
    """The confirmed figures of the posts, as records of a recipe's `figures`, in the order of the posts."""
    return [
        {**{name: figure[name] for name in _FIGURE if name in figure}, "post": key}
        for key in _shown_keys(briefing)
        for figure in briefing.archive[key].get("figures", ())
        if figure.get("confirmed_by")
    ]


def _shown_keys(briefing: Briefing) -> Iterator[str]:
    """Keys of the posts that go out; a name that no post has is passed over."""
    items = [item for group in _groups(briefing) for item in group["posts"] if item["show"] != "leave-out"]
    for fact in post_facts(briefing, (item["post"] for item in items)).values():
        if not (fact.get("missing") or fact["held"] or fact["left_out"]):
            yield fact["key"]


def title_shown(briefing: Briefing) -> str:
    """The title of a briefing; empty where the recipe has none and its posts cannot give one yet."""
    try:
        return briefing.title
    except ArchiveError:
        return ""


# --- form → briefing ----------------------------------------------------------------------------------


def composed(briefing: Briefing, form: Form) -> Briefing:
    """The briefing with what differs in a form; an unchanged form gives an unchanged briefing.

    Args:
        briefing: The briefing whose form was changed.
        form: The form, as `compose_form` gave it and a person changed it.

    Raises:
        RecipeError: A value cannot be read.
    """
    before = compose_form(briefing)
    changes = dict(_changed_values(before, form))
    if form["groups"] != before["groups"]:
        changes |= _post_values(briefing, form["groups"])
    note = form["note"] if form["note"] != before["note"] else None
    return briefing.changed(changes, note)


def _changed_values(before: Form, form: Form) -> Iterator[tuple[str, Any]]:
    for name in [*before["values"], *(name for name in form["values"] if name not in before["values"])]:
        value = form["values"].get(name)
        if value != before["values"].get(name):
            yield name, _said(value)
    if form["summary"] != before["summary"]:
        yield "summary", _said(form["summary"])
    if form["figures"] != before["figures"]:
        yield "figures", form["figures"]


def _said(value: Any) -> Any:
    """A value of the form; what is empty takes the key out."""
    return value if value not in ("", [], None) else None


def _post_values(briefing: Briefing, groups: list[dict[str, Any]]) -> dict[str, Any]:
    """The keys of the recipe that say which posts, in which order and groups."""
    recipe = briefing.recipe.values
    known = _known_records(recipe)
    old: dict[Any, Mapping[str, Any]] = dict(enumerate(recipe.get("sections", ())))
    loose = [_record(item, known) for item in groups[0]["posts"]]
    sections = [_section(group, old.get(group.get("was"), {}), known) for group in groups[1:]]
    keeps = recipe.get("order", "given") == "given"
    return {
        "posts": loose if loose or not sections else None,
        "sections": sections or None,
        "select": None,
        **({} if keeps else {"order": None}),
    }


def _known_records(recipe: Mapping[str, Any]) -> dict[tuple[str, str, str], Any]:
    """How each post is written in the recipe, by what it says."""
    grouped = [item for record in recipe.get("sections", ()) for item in record.get("posts") or ()]
    written = [*recipe.get("posts", ()), *grouped]
    return {tuple(_item(record).values()): record for record in written}  # type: ignore[misc]


def _record(item: Mapping[str, str], known: Mapping[tuple[str, str, str], Any]) -> Any:
    said = (item["post"], item["show"], item["heading"])
    fresh = {name: item[name] for name in ("post", "show", "heading") if item[name]}
    return known.get(said, fresh if len(fresh) > 1 else item["post"])


def _section(group: Mapping[str, Any], old: Mapping[str, Any], known: Mapping[Any, Any]) -> dict[str, Any]:
    """A group as a record; keys that stood in it keep their place."""
    fresh = {
        "heading": group["heading"],
        "note": group["note"],
        "posts": [_record(item, known) for item in group["posts"]],
    }
    same = {
        name: old[name]
        for name in ("heading", "note")
        if str(old.get(name) or "") == group[name] and name in old
    }
    said = {name: value for name, value in fresh.items() if value or name == "posts"} | same
    return {name: said[name] for name in [*(n for n in old if n in said), *(n for n in said if n not in old)]}
