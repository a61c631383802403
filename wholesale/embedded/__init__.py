"""The PostgreSQL and the message broker of a machine that has none.

`environment.prepare_environment()` is the door. Nothing here runs where DATABASE_URL is given, except
the folders of the broker where REDIS_URL is not.
"""
