"""Alarms of CloudWatch: described in full, and evaluated as AWS does."""
