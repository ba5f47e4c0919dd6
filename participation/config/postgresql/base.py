"""Django's PostgreSQL with its pool, for a server that drops its connections: restarted, failed over, or cut off."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection out of the pool is tried before it is used.

    Where one is dead they mostly all are. Django's own check (CONN_HEALTH_CHECKS) tries them in turn with growing
    pauses, longer than anybody waits; here all are replaced at once.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        pool: ConnectionPool | None = self.pool
        if pool is None:
            return connection
        try:
            pool.check_connection(connection)
        except OperationalError:
            pool.drain()
            pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection
