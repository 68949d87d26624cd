"""Makes log lines with a real sshd and writes down who really connected."""
