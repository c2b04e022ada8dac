// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

class TestDatabaseTest {

    @Test
    void givesEachCallerADatabaseOfItsOwn() throws SQLException {
        try (Connection one = TestDatabase.fresh().getConnection();
             Connection other = TestDatabase.fresh().getConnection();
             Statement statement = one.createStatement()) {
            statement.execute("create table only_here (id int)");
            assertThat(tables(one)).isEqualTo(1);
            assertThat(tables(other)).isZero();
        }
    }

    private static int tables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery(
                     "select count(*) from pg_tables where schemaname = 'public'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
