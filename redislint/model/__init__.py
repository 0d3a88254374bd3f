"""What rules see: instances, their settings and users, and files as written.  See ARCHITECTURE.md."""
