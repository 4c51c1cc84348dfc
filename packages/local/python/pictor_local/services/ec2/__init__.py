"""EC2 from moto in this process."""
