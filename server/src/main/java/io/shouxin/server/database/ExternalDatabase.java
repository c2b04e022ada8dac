// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL that somebody else runs: used only if it answers and is new enough. */
final class ExternalDatabase {

    static final int OLDEST_MAJOR = 15;

    private ExternalDatabase() {
    }

    static DatabaseAddress checked(DatabaseSettings settings) {
        DatabaseAddress address = new DatabaseAddress(settings.url(), settings.user(), settings.password());
        try (Connection connection = address.connect()) {
            requireVersion(connection.getMetaData().getDatabaseMajorVersion());
        } catch (SQLException unreachable) {
            throw new DatabaseRefused("database.unreachable", unreachable,
                    String.valueOf(unreachable.getSQLState()));
        }
        return address;
    }

    static void requireVersion(int major) {
        if (major < OLDEST_MAJOR) {
            throw new DatabaseRefused("database.too-old",
                    Integer.toString(major), Integer.toString(OLDEST_MAJOR));
        }
    }
}
