"""Where things lie, what is set, and what is logged. Nobody else knows where forms/ and resources/ are."""
