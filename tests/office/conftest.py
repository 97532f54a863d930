from tests.support.matters import errands

__all__ = ["errands"]
