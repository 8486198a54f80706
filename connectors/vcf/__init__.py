"""Address books as vCard: the connector, found by its place."""

from connectors.vcf.connector import VERSION, count, read, recognises

__all__ = ["VERSION", "count", "read", "recognises"]
