"""The store: one encrypted file a profile, its typing buffer, its key, and the copies that keep it safe."""
