"""What the numbers are made of: values in, values out. No clock, no network, no environment."""
