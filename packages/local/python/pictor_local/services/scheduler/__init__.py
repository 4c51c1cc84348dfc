"""EventBridge Scheduler, in the place of ministack's."""
