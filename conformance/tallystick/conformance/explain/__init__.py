"""`tallystick explain`: what happened to loans, told from events, and the states they can be in."""
