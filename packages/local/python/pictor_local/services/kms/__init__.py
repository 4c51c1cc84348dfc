"""KMS of ministack, mended."""
