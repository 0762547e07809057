"""One screen a module: it fetches one frozen view, shows it, and calls one service for each thing a person does."""
