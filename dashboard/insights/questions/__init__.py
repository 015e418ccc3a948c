"""The questions, in SQL: each text is the definition of its numbers. Values are bound, never formatted in.

They are asked of the history's tables and of those computed from them (dashboard/history/computed.py). A set of days of
one month is a whole number there, in which bit n stands for the month's n-th day.
"""
