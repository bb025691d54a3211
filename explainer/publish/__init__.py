"""Facts that other people can use: files to download, feeds, structured data and copies for machine readers."""
