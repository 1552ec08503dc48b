"""Bytes, addresses, feeds and archives become reports."""
