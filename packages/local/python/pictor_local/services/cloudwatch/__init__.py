"""What CloudWatch needs beyond ministack 1.5.33: metrics by the minute, and alarms."""
