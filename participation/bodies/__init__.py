"""The municipality's organs: council, executive board, committees."""
