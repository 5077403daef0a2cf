"""The deposit: a bag (RFC 8493) with everything about a document that an archive should keep."""
