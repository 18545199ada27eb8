"""For implementers: example engines, empty adapters, and the vectors as plain files."""
