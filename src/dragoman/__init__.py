"""Dragoman reads news and keeps the ledger of how states stand to each other."""

__version__ = "0.1.0"
