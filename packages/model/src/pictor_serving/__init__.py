"""What ships inside a model artefact: from the bytes of a picture to its classes.

Knows nothing of the server around it; adapters are thin. Needs numpy, Pillow, and an engine:
ONNX Runtime, which is shipped too, or PyTorch.
"""
