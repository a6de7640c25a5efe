"""The newsroom's nouns at the desk: one file each, with the form, the columns and the words of its list."""

from tamizdat.desk.nouns.group import NounsGroup, SiteGroup

__all__ = ["NounsGroup", "SiteGroup"]
