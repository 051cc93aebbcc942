"""Redirecting a contribution: telling its author that another channel is the right one."""
