"""An outcome on paper: with how it came about and the conversation that it came from, as HTML that
needs nothing else, and as a tagged PDF made of that."""
