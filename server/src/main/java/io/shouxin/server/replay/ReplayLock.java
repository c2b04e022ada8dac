// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * One replay of one proposal at a time, over all nodes. PostgreSQL frees it with the connection, so a
 * server that dies leaves none behind.
 */
final class ReplayLock {

    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('register-replay'), ?)";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtext('register-replay'), ?)";

    private ReplayLock() {}

    /** Runs the work unless somebody else is at it; answers whether it ran. */
    static boolean during(DataSource source, int version, Runnable work) {
        try (Connection connection = source.getConnection()) {
            if (!ask(connection, LOCK, version)) {
                return false;
            }
            try {
                work.run();
                return true;
            } finally {
                ask(connection, UNLOCK, version);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("The lock of a replay failed, state " + failed.getSQLState(), failed);
        }
    }

    private static boolean ask(Connection connection, String sql, int version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, version);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
