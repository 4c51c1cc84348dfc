"""The local AWS of Pictor: ministack, moto's EC2, and shims for what both lack."""
