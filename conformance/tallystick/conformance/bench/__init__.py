"""`tallystick bench`: what the engines cost, beside a plain book measured in the same run."""
