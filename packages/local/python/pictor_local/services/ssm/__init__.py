"""Systems Manager of ministack, mended."""
