"""Time, memory and accuracy, measured by `make bench`."""
