"""The store of what readers send: counts of reads, searches that found too little, and messages.

The room keeps numbers and messages, and nothing about a person: no address, no agent, no time finer than the day of a
read or the hour of a message. It must not know what a story is, who asks, or over which wire; it knows no Django.
"""

from tamizdat.audience.errors import AudienceError

__all__ = ["AudienceError"]
