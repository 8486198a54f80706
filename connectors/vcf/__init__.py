"""Address books as vCard: the connector, found by its place."""

from connectors.contract import never_described as described
from connectors.contract import never_forced as forced
from connectors.vcf.connector import count, read, recognises
from connectors.vcf.together import read_together

__all__ = ["count", "described", "forced", "read", "read_together", "recognises"]
