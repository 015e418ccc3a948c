"""A GitHub on this machine: sign-in, teams, seats and Copilot reports of people who don't exist."""
