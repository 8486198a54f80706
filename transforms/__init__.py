"""Pure functions: values or frames in, values or frames out. No files, no clock, no connection."""
