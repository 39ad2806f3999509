"""What the browser tests share: a reader that looks as a person does, and sites of edge cases."""
