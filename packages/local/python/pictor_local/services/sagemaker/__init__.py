"""SageMaker, which ministack 1.5.33 lacks: models, endpoints that serve, InvokeEndpoint."""
