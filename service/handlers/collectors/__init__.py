"""Collectors: one pure function a service, from what the sources say to the payload of its update."""
