"""A comparison as text, Markdown, CSV and HTML. Each form is a pure function of the comparison."""
