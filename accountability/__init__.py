"""The county party secretaries' yearly report: topics, submission, return and acceptance."""
