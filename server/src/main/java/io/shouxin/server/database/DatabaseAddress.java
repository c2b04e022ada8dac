// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How to reach a database and as whom. Prints without the password. */
record DatabaseAddress(String url, String user, String password) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return "DatabaseAddress[user=" + user + "]";
    }
}
