"""Tables, as CSV and its like write them: the connector, found by its place."""

from connectors.tables.connector import VERSION, count, described, forced, read, recognises

__all__ = ["VERSION", "count", "described", "forced", "read", "recognises"]
