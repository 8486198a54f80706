"""Person ids stay with their records from run to run."""

from __future__ import annotations

from transforms.linking.identity import person_ids


def test_a_new_cluster_takes_its_id_from_its_smallest_record():
    """The id does not depend on the other members."""
    assert person_ids({"a": "a", "b": "a"}, {})["b"] == person_ids({"a": "a"}, {})["a"]


def test_a_merge_keeps_the_id_of_most_records():
    """Two records of p1 and one of p2 become p1."""
    assert set(person_ids({"a": "a", "b": "a", "c": "a"}, {"a": "p2", "b": "p1", "c": "p1"}).values()) == {"p1"}


def test_a_split_leaves_the_id_with_the_larger_part():
    """The smaller part gets an id that nobody had."""
    ids = person_ids({"a": "a", "b": "b", "c": "b"}, {"a": "p1", "b": "p1", "c": "p1"})
    assert ids["b"] == ids["c"] == "p1"
    assert ids["a"] != "p1"


def test_an_id_is_never_used_again():
    """The record whose key gave the id has left the cluster: alone, it draws another one."""
    first = person_ids({"a": "a", "b": "a", "c": "a"}, {})
    ids = person_ids({"a": "a", "b": "b", "c": "b"}, first)
    assert ids["b"] == first["a"]
    assert ids["a"] not in first.values()


def test_an_id_of_a_record_that_is_gone_is_not_given_away():
    """A register entry without its record still blocks its id."""
    gone = person_ids({"a": "a"}, {})["a"]
    assert person_ids({"a": "a"}, {"z": gone})["a"] != gone
