"""Handbook packs: the method of a review as data, read, checked, dated and exchanged as XLSForm."""
