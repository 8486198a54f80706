"""The weekly report: the marts of a week in, the pages in both languages and report.json out."""

from pipelines.report.layout import marts_read
from pipelines.report.write import MissingMarts, build, write_report

__all__ = ["MissingMarts", "build", "marts_read", "write_report"]
