"""One file per command, found by its place: each has a `command` and the GROUP of `--help` it stands in.

A command imports what is slow to load inside its function, so that `--help` and `sql` start at once.
"""
