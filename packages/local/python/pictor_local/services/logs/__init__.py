"""What CloudWatch Logs needs beyond ministack 1.5.33."""
