"""Files in, record frames out. Imports nothing else of this project."""
