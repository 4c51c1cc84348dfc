"""Filter patterns of CloudWatch Logs, and the metrics that filters make of matching events."""
