"""The house: floor packages below, four rooms beside, the roof above.

The Celery application is loaded with the package, so that web processes ring the same broker.
"""

from pueredu.celery import app as celery_app

__all__ = ["celery_app"]
