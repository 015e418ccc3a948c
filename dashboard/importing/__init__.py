"""Old files into the history: recognised by what is in them, turned into rows, kept. The history arrives as an argument."""
