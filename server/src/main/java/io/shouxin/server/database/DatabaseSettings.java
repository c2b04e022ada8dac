// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Locale;

/**
 * An external PostgreSQL, or none: then the embedded one is used.
 *
 * @param url      {@code jdbc:postgresql://host:port/name}, without user or password; empty for embedded
 * @param user     a role that owns its database and is not a superuser
 * @param password its password; not printed
 */
@ConfigurationProperties(DatabaseSettings.PREFIX)
record DatabaseSettings(@DefaultValue("") String url, @DefaultValue("") String user,
                        @DefaultValue("") String password) {

    static final String PREFIX = "shouxin.db";
    private static final String SCHEME = "jdbc:postgresql:";

    DatabaseSettings {
        if (!url.isBlank()) {
            check(url, user);
        }
    }

    private static void check(String url, String user) {
        if (!url.startsWith(SCHEME)) {
            throw new DatabaseRefused("database.url-scheme", SCHEME);
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new DatabaseRefused("database.url-password");
        }
        if (user.isBlank()) {
            throw new DatabaseRefused("database.user-missing");
        }
    }

    boolean external() {
        return !url.isBlank();
    }

    @Override
    public String toString() {
        return "DatabaseSettings[external=" + external() + "]";
    }
}
