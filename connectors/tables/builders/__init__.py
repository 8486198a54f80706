"""Cells of a table in, records in vCard and iCalendar words out."""
