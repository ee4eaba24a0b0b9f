"""The outside world on loopback: the providers' paths and shapes, invented numbers, scripted faults."""
