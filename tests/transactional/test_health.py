"""What ``/readyz`` says while the database is away."""

import pytest
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_a_line_and_not_a_traceback(client):
    connection.close()
    host, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nowhere"
    try:
        response = client.get("/readyz")
        alive = client.get("/livez")
    finally:
        connection.settings_dict["HOST"] = host
    assert (response.status_code, alive.status_code) == (503, 200)
    assert response.json()["checks"]["database"] == [False, "OperationalError"]
