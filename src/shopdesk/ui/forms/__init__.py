"""One file per thing you can edit."""
