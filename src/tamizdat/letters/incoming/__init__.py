"""Mail that comes back: returned letters, complaints, and readers who join, confirm, change or leave by mail.

It reads a mailbox, and changes the store only through `subscribing`, `deliveries.bounce` and the queue of notices. It never
answers a program: mail that says that it was sent by one is dropped, so that two programs cannot write to each other for ever.
"""
