"""network.toml: read as a whole, and handed on as tables of the warehouse."""
