"""The Python models of the build, one file each, found by their place: <layer>/<name>.py."""
