"""Windows-1252 and MacRoman, told apart by the bytes."""

from __future__ import annotations

import pytest

from connectors.tables.text import decode

TEXTS = [
    "Prénom;Nom;Société\nZoé;Lefèvre;Œuvres Réunies\n",
    "Hélène;Núñez;Énergie Nord\n",
    "Jürgen;Weiß;Müller & Söhne\n",
    "François;D’Anglemont;Crédit «\u00a0Nord\u00a0»\n",
    "ÉMILE;LEFÈVRE;SOCIÉTÉ GÉNÉRALE\n",
    "Søren;Ångström;Köln\n",
    "Ana María;Ibáñez;Córdoba\n",
    "Niccolò;Perché;Città di Castello\n",
    "l'été à Paris – déjà vu…\n",
]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_line_is_read_in_the_code_page_it_was_written_in(text, encoding):
    """One line is enough."""
    assert decode(text.encode(encoding)) == text


def test_a_euro_sign_alone_is_windows_1252():
    """A tie goes to the usual one."""
    assert decode("20 €\n".encode("cp1252")) == "20 €\n"


def test_zero_bytes_that_a_program_pads_with_are_left_out():
    """They are no characters of a name."""
    assert decode(b"Zo\xc3\xa9\x00\x00;Lef\n") == "Zoé;Lef\n"
