"""Who may use the page, how they prove it, and how guessing is made slow."""
