"""What the Resource Groups Tagging API needs beyond ministack 1.5.33."""
