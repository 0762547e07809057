"""The command line: a stable contract; the window does the same through the same services (DESIGN §9)."""
