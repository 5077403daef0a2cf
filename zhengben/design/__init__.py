"""The tables a designer changes: editions, genres, flavours, wording, faces, templates, sheets."""
