"""Which source an export continues, and what became of its records.

Read once: held (what the state holds), file_names, file_groups and exports (which files are one export), record_keys.
Decided without touching the state: assigning (which source each export continues), by the verdict of editions and what
the user pinned; ordering (which export is the newer), matching (which records are earlier ones that changed), history
(what each export added, changed and left out), presence, settling. Written once: writing. Said: sentences.
"""
