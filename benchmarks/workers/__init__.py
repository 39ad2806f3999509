"""What runs in a process of its own, so that its time and memory are its alone; each prints its result as JSON."""
