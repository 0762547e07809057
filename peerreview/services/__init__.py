"""One function per thing a person does, over Protocols; each opens the unit of work and returns frozen results."""
