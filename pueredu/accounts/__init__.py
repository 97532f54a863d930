"""The person: users, sign-in and their own data."""
