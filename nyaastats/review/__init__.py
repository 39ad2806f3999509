"""A person settles what no rule could: what they are asked, what their answer means, and where it is kept."""
