"""What lies in the inbox: files, files in folders and members of archives, each told apart from what must not be read."""
