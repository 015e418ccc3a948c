"""Where reports come from, one module each."""
