"""The ground floor: text, slugs, hashing, whole files, negotiation. It knows no news noun, no model and no Django."""
