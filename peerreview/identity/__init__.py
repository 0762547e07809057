"""Keys, cards and signatures: who somebody is, and whether to believe what bears their name (DESIGN §6)."""
