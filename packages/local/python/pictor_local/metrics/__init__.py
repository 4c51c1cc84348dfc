"""Metrics that AWS emits by itself, and those that it reads from logs."""
