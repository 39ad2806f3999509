"""Small changes to the code, each of which some test must notice: a table for each stage, and what applies them."""
