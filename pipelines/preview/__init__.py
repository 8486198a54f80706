"""What a file would be taken for, and what is read of it, with nothing stored."""
