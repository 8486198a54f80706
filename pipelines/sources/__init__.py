"""Which source an export continues, and what became of its records."""
