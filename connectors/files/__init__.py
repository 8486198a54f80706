"""What lies in the inbox: files, members of archives, and what must not be read."""
