"""Handing an open dialogue over when its body ends or its mandate moves (POLICY.md R2): never by itself."""
