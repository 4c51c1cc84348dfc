"""What Lambda needs beyond ministack 1.5.33."""
