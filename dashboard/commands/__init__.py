"""What the larger commands do: one module each, with `run(arguments)`; the command line (cli.py) calls them."""
