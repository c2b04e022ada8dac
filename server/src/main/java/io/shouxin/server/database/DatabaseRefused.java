// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The server does not start, because its database cannot be used as it is. The key names two lines in
 * {@code messages/database.properties}: what was found, and under {@code .next} what to do. Arguments
 * are paths, ports, versions and program names, never a password.
 */
final class DatabaseRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient List<String> arguments;

    DatabaseRefused(String key, String... arguments) {
        this(key, null, arguments);
    }

    DatabaseRefused(String key, @Nullable Throwable cause, String... arguments) {
        super(key + " " + List.of(arguments), cause);
        this.key = key;
        this.arguments = List.of(arguments);
    }

    String key() {
        return key;
    }

    List<String> arguments() {
        return arguments;
    }
}
