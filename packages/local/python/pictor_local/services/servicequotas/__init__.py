"""Service Quotas, which ministack 1.5.33 lacks."""
