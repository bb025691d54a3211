"""What must hold: asserted on the built site, in a real browser and at the command line."""
