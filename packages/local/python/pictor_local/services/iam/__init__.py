"""What IAM needs beyond ministack 1.5.33."""
