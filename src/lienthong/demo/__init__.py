"""The generator of the demo: one province of real units and synthetic people."""
