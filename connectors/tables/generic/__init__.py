"""Tables of no known dialect, read by the words of their headers and by what their columns hold."""
