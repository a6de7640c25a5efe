"""Tamizdat: a newsroom writes at a trusted desk; everything the public sees is a folder of files."""
