"""The three famous studios: who hosts and belongs to one, what it does, and who attended.

三名工作室 are those of principals, class teachers and teachers; the 一级校长工作室 is a fourth kind,
of which every 县(区) has at least one (letter No. 156, section 2). An activity is entered once here;
training pulls its attendances and recognises them as hours.
"""
