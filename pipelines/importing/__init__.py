"""What becomes of the files of the inbox: looked at, read, stored, and told."""
