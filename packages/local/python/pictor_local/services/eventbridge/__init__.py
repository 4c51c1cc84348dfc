"""EventBridge of ministack, mended."""
