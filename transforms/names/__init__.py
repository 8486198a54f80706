"""Names of people: taken apart, completed by what stands beside them, and found in titles of events."""
