"""What a command prints, how far it is, and the options commands share."""
