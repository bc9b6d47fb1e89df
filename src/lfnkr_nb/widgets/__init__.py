"""The desk: widgets in which editors browse, edit and brief, each action of which is one call of the library."""
