"""Peer Review: headteachers review each other's schools, offline."""

__version__ = "0.1.0"
