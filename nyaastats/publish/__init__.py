"""Publish: builds the files of the website, checks them, and swaps them in all at once."""
