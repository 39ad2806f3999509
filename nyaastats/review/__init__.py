"""Manual review: the questions, the answers to them, and the file in which decisions are saved."""
