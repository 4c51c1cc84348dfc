"""What API Gateway's REST APIs need beyond ministack 1.5.33."""
