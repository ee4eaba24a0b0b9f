"""Terminal: what `gateway watch`, `call`, `services` and `doctor` are made of. They are clients, as any others are."""
