"""Small stateless functions: a command, a connection or a tick comes in, frames come out."""
