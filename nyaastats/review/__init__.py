"""Manual review: what a person is asked, how their answers are read, and the file that keeps their decisions."""
