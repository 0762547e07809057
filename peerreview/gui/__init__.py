"""The window: the only package that knows Qt. Screens show what services return and hold no rules of their own."""
