"""The municipality's policy for resident dialogue: its own text, in versions that two people stand behind."""
