"""Rights: what a post or a tie lets a person do, asked by record or by query.

The only package that knows django-guardian.
"""
