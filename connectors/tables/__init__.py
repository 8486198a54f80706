"""Tables, as CSV and its like write them: the connector, found by its place."""

from connectors.tables.connector import count, described, forced, read, recognises

__all__ = ["count", "described", "forced", "read", "recognises"]
