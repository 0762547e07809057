"""What the screens are made of: text, cards, scales, fields that never lose a word, lists with states in words."""
