"""Checkpoints as people have them -> the state dict of torchvision's ResNet50, or why not."""
