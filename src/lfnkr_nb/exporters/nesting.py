"""How deep Typst can nest, and what is left of a block that stands too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lfnkr_nb.document.tree import Block, Box, Definitions, Listing, Quote, Table, children, walk

if TYPE_CHECKING:
    from lfnkr_nb.document.tree import Run

__all__ = ["CONTAINERS", "DEEPEST", "depth_of", "holds_table", "own_words"]

#: Typst follows show rules 64 deep. Measured in 0.15, a level of each of these takes so many, with what
#: stands innermost reckoned in. Twelve lists in twelve quotations, the deepest a tree is, stay below.
DEPTH: dict[type[Block], float] = {Quote: 2.4, Listing: 2.4, Box: 2.4, Definitions: 5.0, Table: 7.2}
DEEPEST = 64.0
#: The blocks that hold others.
CONTAINERS = tuple(DEPTH)
#: The outermost quotation is tagged as one, which takes so much more; those inside it only look like it.
QUOTE_ELEMENT = 6.0


def depth_of(block: Block, quotes: int) -> float:
    """How much of `DEEPEST` a block takes from what is inside it.

    Args:
        block: The block; most take nothing.
        quotes: How many quotations it is inside of.
    """
    outermost = isinstance(block, Quote) and quotes == 0
    return DEPTH.get(type(block), 0.0) + (QUOTE_ELEMENT if outermost else 0.0)


def holds_table(block: Block) -> bool:
    """Whether a block is a table with a table anywhere inside it.

    Such an outer table is a layout in almost every old post. Typst 0.15 can take minutes over one, and mixes
    up its tags where it breaks across pages.
    """
    return isinstance(block, Table) and any(isinstance(inner, Table) for inner in walk(children(block)))


def own_words(block: Block) -> tuple[tuple[Run, ...], ...]:
    """The runs that belong to a block itself and not to one inside it."""
    match block:
        case Quote(cite=runs) | Table(caption=runs) | Box(title=runs):
            return (runs,)
        case Definitions(items=items):
            return tuple(term for term, _ in items)
        case _:
            return ()
