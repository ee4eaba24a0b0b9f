"""The door to OpenTelemetry: spans for a collector. Needs the extra `otel`, except to find that it is missing."""
