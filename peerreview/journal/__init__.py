"""Changes, authority and merging: the audit trail, the history and the synchronisation are one thing (DESIGN §4)."""
