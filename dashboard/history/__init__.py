"""The history: Parquet objects and one index in a folder or a bucket, and the local copy that answers questions."""
