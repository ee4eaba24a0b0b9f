"""The state of the conversations, without I/O."""
