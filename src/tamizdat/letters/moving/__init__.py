"""Subscribers in and out: our own CSV, which reads back without loss, and the exports of Mailchimp and Ghost.

Consent dates come along; network addresses in such files are not read. Who left, or must not be mailed, stays out.
"""
