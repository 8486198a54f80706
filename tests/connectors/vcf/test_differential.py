"""vobject as a second opinion.

On cards it can read, both say the same of names, addresses, numbers and organisations.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import registry, vcf
from connectors.files.listing import files_in
from connectors.records import Window

WORD = (
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèçœñßABCDEFGHIÉ -'.", min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
TEXT = st.text(alphabet="abcéœ ,;\\'-", min_size=1, max_size=60).map(str.strip).filter(bool)
CARD = st.fixed_dictionaries(
    {
        "family": WORD,
        "given": WORD,
        "emails": st.lists(WORD.map(lambda word: word.replace(" ", "") + "@x.example"), max_size=3),
        "org": WORD,
        "note": TEXT,
    }
)


def written(card: dict[str, object]) -> str:
    """The card as vobject writes it: escaped and folded."""
    made = vobject.vCard()
    made.add("n").value = vobject.vcard.Name(family=card["family"], given=card["given"])
    made.add("fn").value = f"{card['given']} {card['family']}"
    for email in card["emails"]:  # type: ignore[attr-defined]
        made.add("email").value = email
    made.add("org").value = [card["org"]]
    made.add("note").value = card["note"]
    return str(made.serialize())


def read(folder: Path, text: str) -> list[dict[str, object]]:
    (folder / "cards.vcf").write_text(text, "utf-8", newline="")
    (file,) = files_in(folder).files
    recognition = registry.recognise(file)
    assert not isinstance(recognition, registry.Ambiguous)
    return vcf.read(file, recognition, Window(date(2026, 1, 1), date(2026, 12, 31))).contacts.to_dicts()


@settings(deadline=None, max_examples=50)
@given(st.lists(CARD, min_size=1, max_size=4))
def test_what_vobject_writes_is_read_as_it_was_meant(tmp_path_factory: object, cards: list[dict[str, object]]) -> None:
    """Folding, commas, semicolons and backslashes come back as the text they stand for."""
    folder = tmp_path_factory.mktemp("cards")  # type: ignore[attr-defined]
    for card, contact in zip(cards, read(folder, "".join(written(card) for card in cards)), strict=True):
        assert (contact["family_name"], contact["given_name"]) == (card["family"], card["given"])
        assert [email["value"] for email in contact["emails"] or []] == card["emails"]  # type: ignore[attr-defined,index]
        assert contact["org"] == [card["org"]]
        assert contact["note"] == card["note"]
