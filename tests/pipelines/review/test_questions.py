"""The questions that only the user can answer, with what each side says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.review.questions import review_queue
from tests.pipelines.conftest import Called

CARDS = """\
BEGIN:VCARD
VERSION:3.0
UID:nadia-1
FN:Nadia Ferrand
N:Ferrand;Nadia;;;
ORG:Orlivel
EMAIL:nadia@ferrand.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:nadia-2
FN:Nadia Ferrand
N:Ferrand;Nadia;;;
TEL:01 99 00 12 35
END:VCARD
"""


def test_a_question_shows_what_each_side_says_and_where(empty_home: Path, entregent: Callable[..., Called]) -> None:
    """Two cards of one name and nothing else in common: firm and address on one side, a number on the other."""
    (empty_home / "inbox" / "cards.vcf").write_text(CARDS, "utf-8")
    assert entregent("run", empty_home, "--as-of", "2026-11-22").exit_code == 0
    (question,) = review_queue(empty_home / "network.duckdb")
    assert sorted((dict(side) for side in question.sides), key=lambda side: "phone" in side) == [
        {
            "name": ["Nadia Ferrand"],
            "organisation": ["Orlivel"],
            "email": ["nadia@ferrand.example"],
            "record": ["cards.vcf, card 1"],
        },
        {"name": ["Nadia Ferrand"], "phone": ["+33199001235"], "record": ["cards.vcf, card 2"]},
    ]
    decided = [frozenset((question.record_a, question.record_b))]
    assert review_queue(empty_home / "network.duckdb", decided) == []
