"""Pictures that companies upload: checked, drawn anew, kept in the database, served to anybody by their hash."""
