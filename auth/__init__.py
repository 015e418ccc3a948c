"""Who is looking, and what they may see."""
