"""Review files (`.prb`): age-encrypted ASiC-E containers, written whole or not at all, believed only once verified."""
