"""SageMaker's jobs: what runs once and ends."""
