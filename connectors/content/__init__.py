"""BEGIN:…END text, as vCard and iCalendar write it: bytes in, content lines and the components they stand in out."""
