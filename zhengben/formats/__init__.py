"""The writers: each makes one kind of file, and none knows another."""
