"""The word after a name that tells people of one name in a family apart: father and son, junior, III."""

from __future__ import annotations

from functools import cache

from transforms.lexicon import table
from transforms.text import fold_text


@cache
def _words() -> frozenset[str]:
    return frozenset(table("names")["generations"])


def generation(name: str | None) -> str | None:
    """The folded word of the name that tells the generation, where it stands last; null without one.

    'Karim Benali, père' is 'pere'; a name of one word tells nothing.
    """
    words = fold_text(name).split()
    return words[-1] if len(words) > 1 and words[-1] in _words() else None
