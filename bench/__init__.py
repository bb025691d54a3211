"""What readers feel, measured: `make bench`. Nothing here is part of the site, and no test imports it."""
