"""Publish: tables and summaries become the files of the website, checked and put in place all at once."""
