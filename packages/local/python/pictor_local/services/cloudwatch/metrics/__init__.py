"""Metrics as CloudWatch keeps them: by the minute, late, by exact dimensions."""
