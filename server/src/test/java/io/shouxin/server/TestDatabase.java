// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import io.shouxin.server.database.TestCluster;
import org.springframework.boot.jdbc.DataSourceBuilder;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/** A real, empty PostgreSQL database for a test without Spring; Spring tests get theirs unasked. */
public final class TestDatabase {

    private TestDatabase() {
    }

    /** Each call makes another database. Connections are not pooled; close them. */
    public static DataSource fresh() {
        TestCluster.Fresh database = TestCluster.fresh();
        return DataSourceBuilder.create().type(PGSimpleDataSource.class)
                .url(database.url()).username(database.user()).password(database.password()).build();
    }
}
