"""What is known of the old files kept here: their key (for tests only) and what they hold."""

KEY = bytes(range(32))
NOTE = "Ask Shona about the timetable."
RECORD = "0123456789abcdef0123456789abcdef"
