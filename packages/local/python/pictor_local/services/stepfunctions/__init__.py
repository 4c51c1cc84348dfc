"""What Step Functions needs beyond ministack 1.5.33."""
