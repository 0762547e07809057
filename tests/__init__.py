"""The tests, laid out as the product is."""
