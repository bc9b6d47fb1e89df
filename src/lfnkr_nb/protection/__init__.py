"""What keeps people safe: the register of names, finding them in any spelling, and replacing them."""
