"""The packing bench: a full-screen page that is worked with a scanner and a few keys."""
