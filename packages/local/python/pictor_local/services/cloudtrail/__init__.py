"""CloudTrail of ministack, mended."""
