"""Long flows of commands through several engines at once: recorded, and generated alike."""
