"""What runs and what the user sees. Imports the three other packages; none of them imports it."""
