"""DuckDB files: state, build, check, publish, and the SQL models. Imports nothing else of this project."""
