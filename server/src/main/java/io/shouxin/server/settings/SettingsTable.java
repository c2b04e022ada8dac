// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.settings;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;

/** All SQL of this module: what PostgreSQL says of itself. It has no table of its own. */
@Repository
class SettingsTable {

    private final JdbcClient db;

    SettingsTable(JdbcClient db) {
        this.db = db;
    }

    /** The time by the database's clock, now and not at the start of a transaction. */
    Instant databaseTime() {
        return db.sql("SELECT clock_timestamp()").query(Timestamp.class).single().toInstant();
    }

    String databaseSetting(String name) {
        return db.sql("SELECT current_setting(:name)").param("name", name).query(String.class).single();
    }
}
