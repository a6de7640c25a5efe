"""The lowest room: text, slugs, colours, files, caches, content negotiation. It knows nothing of news, models or Django."""
