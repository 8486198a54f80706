"""What the user should know of a file that was read.

The records left out, the values lost, the contacts without a name.
"""

from __future__ import annotations

import polars as pl

from connectors.records import Reading

NAMES = ("formatted_name", "family_name", "given_name", "nickname")


def remarks(name: str, reading: Reading) -> list[str]:
    """One sentence for each kind of trouble, with the place of the first; none for a file without any.

    No value of the file is in them.
    """
    lost = reading.rejects.filter("is_record")
    values = reading.rejects.filter(~pl.col("is_record"))
    nameless = _nameless(reading.contacts)
    return [
        *(
            [f"{name}: {_records(lost.height)} could not be read and {_are(lost.height)} left out; {_first(lost)}"]
            if lost.height
            else []
        ),
        *(
            [f"{name}: {_lines(values.height)} could not be read, the rest of the file was; {_first(values)}"]
            if values.height
            else []
        ),
        *([f"{name}: {_nameless_sentence(nameless)}"] if nameless.height else []),
    ]


def _records(n: int) -> str:
    return "1 record" if n == 1 else f"{n} records"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _lines(n: int) -> str:
    return "1 line or value" if n == 1 else f"{n} lines or values"


def _first(rejects: pl.DataFrame) -> str:
    first = rejects.sort("line", nulls_last=True, maintain_order=True)
    line, reason = first["line"][0], str(first["reason"][0])
    places = (["the first"] if rejects.height > 1 else []) + ([f"at line {line}"] if line is not None else [])
    return f"{', '.join(places)}: {reason}" if places else reason


def _nameless(contacts: pl.DataFrame) -> pl.DataFrame:
    """Cards that name neither a person nor an organisation."""
    has_name = pl.any_horizontal(pl.col(column).fill_null("").str.strip_chars() != "" for column in NAMES)
    has_organisation = pl.col("org").list.eval(pl.element().str.strip_chars() != "").list.any().fill_null(False)
    return contacts.filter(~has_name & ~has_organisation)


def _nameless_sentence(nameless: pl.DataFrame) -> str:
    first = nameless["position"].sort()[0]
    if nameless.height == 1:
        return f"1 contact has no name (number {first} of the file): {_GOES_BY.format(subject='it', them='it')}"
    return (
        f"{nameless.height} contacts have no name (the first is number {first} of the file): "
        f"{_GOES_BY.format(subject='each', them='them')}"
    )


_GOES_BY = (
    "{subject} goes by its telephone number, address or profile, and without any is nobody. Name {them} where the file"
    " comes from and export again."
)
