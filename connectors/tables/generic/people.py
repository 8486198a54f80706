"""Whether a table of no known dialect is one of people, and not of payments, products or companies."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.tables.generic.candidate import Candidate
from connectors.tables.generic.header_words import REACHES, other_person
from connectors.tables.generic.vocabulary import folded, share_of_people, words_of
from connectors.tables.shapes import says_yes, share


def holds_people(found: Candidate) -> bool:
    """Whether a table is one of people.

    They are named, can be reached or are placed, and are not the parties of payments.
    """
    fields, words = found.fields, [set(folded(name).split()) for name in found.names]
    said = {folded(name) for name in found.names} | {word for one in words for word in one}
    if said & words_of("not_people", "never"):
        return False
    unread = [place for place in range(len(found.names)) if place not in found.columns]
    has_parts = "family_name" in fields and "given_name" in fields
    are_reached = "emails" in fields and _are_distinct(found.cells[fields["emails"]])
    return (
        not _is_trade(found, [words[place] for place in unread], has_parts, are_reached)
        and not _is_of_money(found, unread, has_parts, are_reached)
        and (are_reached or not any(words[place] & words_of("not_people", "bookings") for place in unread))
        and _are_named(found, has_parts)
        and _are_several(found)
    )


def _is_of_money(found: Candidate, unread: Sequence[int], has_parts: bool, are_reached: bool) -> bool:
    """Whether columns that are not read hold sums: more than one beside names and addresses, or one on a day."""
    named = [
        place
        for place in unread
        if set(folded(found.names[place]).split()) & words_of("not_people", "money")
        and _may_be_sums(found.cells[place])
    ]
    shown = [place for place in unread if share(found.cells[place], "amount") >= 0.5]
    is_on_a_day = any(_is_day(found, place) for place in unread)
    if named and (is_on_a_day or len(named) > 1 or not (_has_names(found, has_parts) and are_reached)):
        return True
    return bool(shown) and not (len(shown) == 1 and has_parts and are_reached)


def _is_day(found: Candidate, place: int) -> bool:
    return "date" in folded(found.names[place]).split() or share(found.cells[place], "date") >= 0.5


def _is_trade(found: Candidate, words: Sequence[set[str]], has_parts: bool, are_reached: bool) -> bool:
    """Whether the headers of columns that are not read are those of trade or of a machine's log.

    Beside names and addresses, marks (Fournisseur, IP) say nothing, and nor does one word of trade where each address
    is somebody's own. words: of each such header.
    """
    trading = sum(bool(one & words_of("not_people", "trade")) for one in words)
    is_marked = any(one & words_of("not_people", "marks") for one in words)
    if not _has_names(found, has_parts):
        return bool(trading) or is_marked
    reach = [field for field in REACHES if field in found.fields and _has_any(found.cells[found.fields[field]])]
    return trading > are_reached or (is_marked and not reach)


def _whole_names(found: Candidate) -> pl.Series:
    """The names of the rows that are said to be no companies, without the firm in front of them."""
    names = found.cells[found.fields["formatted_name"]]
    if "kind" not in found.fields:
        return names
    persons = names.filter(~says_yes(found.cells[found.fields["kind"]]))
    return persons.str.split(", ").list.last()


def _has_names(found: Candidate, has_parts: bool) -> bool:
    return has_parts or ("formatted_name" in found.fields and share_of_people(_whole_names(found)) >= 0.5)


def _are_named(found: Candidate, has_parts: bool) -> bool:
    fields = found.fields
    reach = [field for field in (*REACHES, "urls") if field in fields and _has_any(found.cells[fields[field]])]
    place = [field for field in ("org", "title", "bday", "adrs", "categories") if field in fields]
    if not found.cells[0].len():  # a header alone: nothing to look at, and nothing to lose
        return (has_parts or "formatted_name" in fields) and "emails" in fields
    if has_parts:
        are_with_others = any(other_person(name) is not None for name in found.names)
        return bool(reach or place) or are_with_others or _is_list_of_names(found)
    if "formatted_name" in fields:
        people = share_of_people(_whole_names(found))
        return people >= 0.5 if "emails" in reach else people >= 0.8 and bool(reach or {"title", "org"} <= set(place))
    return ("given_name" in fields or "family_name" in fields) and bool({"emails", "tels"} & set(reach))


def _is_list_of_names(found: Candidate) -> bool:
    """Whether all that a table holds is given and family names, which together look like people's."""
    given, family = (found.cells[found.fields[field]] for field in ("given_name", "family_name"))
    whole = pl.select(pl.concat_str([given, family], separator=" ")).to_series()
    return len(found.columns) == len(found.names) and whole.null_count() == 0 and share_of_people(whole) >= 0.8


def _may_be_sums(cells: pl.Series) -> bool:
    return share(cells, "number") + share(cells, "amount") >= 0.5 or not _has_any(cells)


def _has_any(cells: pl.Series) -> bool:
    return cells.null_count() < cells.len()


def _are_distinct(cells: pl.Series) -> bool:
    filled = cells.drop_nulls().str.to_lowercase()
    return filled.len() > 0 and filled.n_unique() >= 0.9 * filled.len()


def _are_several(found: Candidate) -> bool:
    """Whether the rows are of as many people, and not what a few people did."""
    names = [
        found.cells[found.fields[field]].fill_null("")
        for field in ("formatted_name", "given_name", "family_name", "emails")
        if field in found.fields
    ]
    rows = pl.DataFrame([cells.alias(str(number)) for number, cells in enumerate(names)])
    return rows.height < 10 or rows.n_unique() >= 0.6 * rows.height
