"""The kinds of public files, one a module. Each turns shapes into files and says what they depended on."""
