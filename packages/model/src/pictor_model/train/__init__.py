"""Trains ResNet50 on a folder of images, as SageMaker's training toolkit starts it."""
