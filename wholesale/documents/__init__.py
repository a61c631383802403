"""Documents on paper: PDF from a template of ours and data of anybody's."""
