"""Values of one kind each: normalised, compared, classified."""
