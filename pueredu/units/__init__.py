"""The place: the tree of units, the posts in it, and what a post may do."""
