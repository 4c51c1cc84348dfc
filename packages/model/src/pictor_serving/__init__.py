"""What ships inside a model artefact: from the bytes of a picture to its classes.

Knows nothing of the server around it; adapters are thin. Needs torch, numpy and Pillow only.
"""
