"""Every AWS request of a run: recorded, understood, and checked against AWS's own API models."""
