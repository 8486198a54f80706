"""What stands before the colon of a content line (group, name, parameters) and how that makes its value be decoded."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import polars as pl

from connectors.content.binaries import BINARY_NAMES, binary_summary

PARAMS = pl.List(pl.Struct({"name": pl.String, "values": pl.List(pl.String)}))

_HEADERS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "head": pl.String,  # as written, up to the colon
    "header": pl.Int64,  # its running number
    "group": pl.String,
    "name": pl.String,  # upper case
    "params": PARAMS,
    "encoding": pl.String,  # quoted-printable or base64; null for plain text
    "charset": pl.String,
    "problem": pl.String,  # a sentence when the header cannot be read
}
HEADERS = pl.Schema(_HEADERS)

MOST_PARAMETERS = 200
LONGEST_HEADER = 4_000
"""Characters before the colon."""

_TOO_MUCH = (
    f"A line has more than {MOST_PARAMETERS} parameters, or more than {LONGEST_HEADER:,} characters before its colon; "
    "it was left out."
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_BLOCK = 2**18  # bytes
_CONTROL_BYTES = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_CHARSET = re.compile(rb"(?i)[^:]*;\s*CHARSET\s*=\s*\"?([^;:\"]+)")
_PARAMETER = re.compile(r';((?:[^;"]|"[^"]*"|")*)')
_PART = re.compile(r'"([^"]*)"?|([^,"]+)')
_CARET = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_SUMMARY = re.compile(r"size=\d+;sha256=[0-9a-f]{64}\Z")
_MARK = re.compile(r"(?i)(?:BEGIN|END)[ \t]*")
# Headers whose parameters have one value each, without quotes, carets or a second "=", are cut as columns: the names of
# people make thousands of them.
_PLAIN = r'^[A-Za-z0-9-]+(?:;[A-Za-z0-9-]+=[^";:,^=\s][^";:,^=]*)*$'
_TELLING = r"(?i)^(?:BEGIN|END)$|^(?:BEGIN|END);|;(?:ENCODING|CHARSET)=|;VALUE=BINARY"
_HALF = pl.element().str.splitn("=", 2).struct
_PLAIN_PARAMETER = pl.struct(
    name=_HALF.field("field_0").str.to_uppercase(), values=pl.concat_list(_HALF.field("field_1").str.strip_chars())
)
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_BARE_VALUES = {"URL", "URI", "INLINE", "CID", "CONTENT-ID"}

Param = tuple[str, list[str]]


def decoded_lines(pieces: list[bytes]) -> pl.Series:
    """Each line as text: in its own CHARSET, else UTF-8, else cp1252; without control characters other than tab.

    pieces: one line each, or several with a line feed between them.
    """
    decoded = [pl.Series("text", [decoded_text(block)]).str.split("\n").explode() for block in _blocks(pieces)]
    return pl.concat(decoded) if decoded else pl.Series("text", [], dtype=pl.String)


def _blocks(pieces: list[bytes]) -> Iterator[bytes]:
    """The pieces joined, with a line feed between, to blocks that memory is not made anew for."""
    first, size = 0, 0
    for number, piece in enumerate(pieces, 1):
        size += len(piece)
        if size > _BLOCK or number == len(pieces):
            yield b"\n".join(pieces[first:number])
            first, size = number, 0


def decoded_text(block: bytes) -> str:
    """The lines of a block as `decoded_lines` has them, with line feeds between them."""
    text = None if b"charset=" in block.lower() and not block.isascii() else _plain_text(block)
    return (
        _CONTROLS.sub("", "\n".join(_decoded_line(line).replace("\n", " ") for line in block.split(b"\n")))
        if text is None
        else text
    )


def _plain_text(block: bytes) -> str | None:
    """The block as text, when all of it is UTF-8; the checks are made on bytes, where they cost a tenth."""
    try:
        text = block.translate(None, _CONTROL_BYTES).decode()
    except UnicodeDecodeError:
        return None
    return text.replace("\ufeff", "") if b"\xef\xbb\xbf" in block else text


def header_frame(heads: pl.Series) -> pl.DataFrame:
    """One row per header, schema HEADERS.

    heads: the distinct texts before the colon, the whole line where there is none.
    """
    numbered = pl.DataFrame({"head": heads, "header": pl.int_range(len(heads), dtype=pl.Int64, eager=True)})
    is_plain = (
        pl.col("head").str.contains(_PLAIN)
        & ~pl.col("head").str.contains(_TELLING)
        & (pl.col("head").str.len_bytes() < 4 * MOST_PARAMETERS)
    )
    plain = (
        numbered.filter(is_plain)
        .with_columns(parts=pl.col("head").str.split(";"))
        .with_columns(
            name=pl.col("parts").list.first().str.to_uppercase(),
            params=pl.col("parts").list.slice(1).list.eval(_PLAIN_PARAMETER),
        )
    )
    rows = [(head, number, *_parsed(head)) for head, number in numbered.filter(~is_plain).iter_rows()]
    return (
        pl.concat([plain.drop("parts"), pl.DataFrame(rows, schema=HEADERS, orient="row")], how="diagonal")
        .select(HEADERS.names())
        .sort("header")
    )


def decoded_value(name: str, encoding: str | None, charset: str | None, value: str) -> str:
    """The text of a quoted-printable or base64 value; a binary becomes `size=…;sha256=…`."""
    if encoding == "quoted-printable":
        content = binascii.a2b_qp(_encoded(value, charset))
        return _clean(_decoded(content, charset))
    if is_summary(value):
        return value
    if name not in BINARY_NAMES:
        try:
            text = binascii.a2b_base64(value + "==").decode(_known(charset) or "utf-8")
        except ValueError:  # not base64, or not text
            text = "\0"
        if not _CONTROLS.search(text):
            return _clean(text)
    return binary_summary(value.encode()).decode()


def is_summary(value: str) -> bool:
    """The value is the summary of a binary."""
    return _SUMMARY.match(value) is not None


def _parsed(head: str) -> tuple[str | None, str, list[dict[str, object]], str | None, str | None, str | None]:
    """group, name, params, encoding, charset, problem of a header."""
    if len(head) > LONGEST_HEADER or head.count(";") > MOST_PARAMETERS:
        return None, "", [], None, None, _TOO_MUCH
    full_name, semicolon, rest = head.partition(";")
    group, _, name = full_name.strip().rpartition(".")
    name = name.strip().upper()
    if not name:
        return (
            None,
            "",
            [],
            None,
            None,
            "A line begins with a colon or a parameter, so it names no property; it was left out.",
        )
    if name in ("BEGIN", "END") and not _MARK.fullmatch(head):
        return None, "", [], None, None, "A BEGIN or END is indented or has parameters; it was left out."
    params = [param for text in _PARAMETER.findall(semicolon + rest) if (param := _parameter(text.strip())) is not None]
    first = {key: values[0] for key, values in reversed(params) if values}
    encoding = first.get("ENCODING", "").upper()
    kind = "quoted-printable" if encoding == "QUOTED-PRINTABLE" else "base64" if encoding in ("B", "BASE64") else None
    if name in BINARY_NAMES and first.get("VALUE", "").upper() == "BINARY":
        kind = "base64"
    return (
        group.strip() or None,
        name,
        [{"name": key, "values": values} for key, values in params],
        kind,
        first.get("CHARSET"),
        None,
    )


def _parameter(text: str) -> Param | None:
    """One parameter; a bare one, as vCard 2.1 writes them, is an ENCODING, a VALUE, a CHARSET or a TYPE.

    None when it is empty.
    """
    if not text:
        return None
    if text.upper().startswith("X-CUSTOM("):  # Android: the label of a custom type
        return "LABEL", [_android_label(text[9:].removesuffix(")"))]
    key, equals, value = text.partition("=")
    if equals:
        key = key.strip().upper()
        values = [_without_carets(quoted or plain.strip()) for quoted, plain in _PART.findall(value)]
        return (key, [part for value in values for part in _types(value)]) if key == "TYPE" else (key, values)
    bare = text.strip('"').strip()
    upper = bare.upper()
    if upper in _BARE_ENCODINGS:
        return "ENCODING", [bare]
    if upper in _BARE_VALUES:
        return "VALUE", [bare]
    if upper.startswith(("UTF-", "ISO-", "WINDOWS-")):
        return "CHARSET", [bare]
    return "TYPE", _types(bare)


def _types(value: str) -> list[str]:
    """`"voice,cell"` and `HOME,TYPE=VOICE` are two types each."""
    parts = (part.strip() for part in value.split(","))
    return [re.sub(r"(?i)^type=", "", part) for part in parts if part]


def _android_label(text: str) -> str:
    """The label in `CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=70=72=6F`."""
    options, _, label = text.rpartition(",")
    return _decoded(binascii.a2b_qp(label.encode()), None) if "QUOTED-PRINTABLE" in options.upper() else label


def _without_carets(value: str) -> str:
    """RFC 6868: ^n, ^' and ^^ in a parameter value."""
    return re.sub(r"\^[nN'^]", lambda found: _CARET[found[0]], value) if "^" in value else value


def _decoded_line(line: bytes) -> str:
    if line.isascii():
        return line.decode("ascii")
    charset = _CHARSET.match(line)
    return _decoded(line, charset[1].decode("ascii", "replace") if charset else None)


def _decoded(content: bytes, charset: str | None) -> str:
    for encoding in (_known(charset), "utf-8", "cp1252"):
        if encoding:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    return content.decode("latin-1")


def _encoded(value: str, charset: str | None) -> bytes:
    try:
        return value.encode(_known(charset) or "utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8")


@lru_cache(maxsize=256)
def _known(charset: str | None) -> str | None:
    """The Python codec of a CHARSET; null when there is none.

    ISO-8859-1 is read as cp1252, its superset, as mail programs do.
    """
    try:
        name = codecs.lookup((charset or "").strip()).name
        "".encode(name)  # refuses the codecs that are not of text
    except (LookupError, ValueError):
        return None
    return "cp1252" if name == "iso8859-1" else name


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
