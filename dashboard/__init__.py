"""How an organisation's people use AI coding assistants, day by day."""
