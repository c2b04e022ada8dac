// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How to reach a database. The password is never an argument: other users of a machine can read those. */
final class JdbcOptions {

    private static final String PASSWORD_VARIABLE = "SHOUXIN_DB_PASSWORD";

    @Option(names = "--jdbc", paramLabel = "URL", required = true, descriptionKey = "scan.jdbc")
    private String url;

    @Option(names = "--table", paramLabel = "NAME", descriptionKey = "scan.table")
    private List<String> tables = List.of();

    @Option(names = "--user", paramLabel = "NAME", descriptionKey = "scan.user")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", descriptionKey = "scan.password-file")
    private Path passwordFile;

    String url() {
        if (url.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
            throw new Failure(Exit.USAGE, "jdbc.password-in-url");
        }
        return url;
    }

    /** Empty for all tables. */
    List<String> tables() {
        return tables;
    }

    Properties login() {
        Properties login = new Properties();
        if (user != null) {
            login.setProperty("user", user);
        }
        String password = System.getenv(PASSWORD_VARIABLE);
        if (passwordFile != null) {
            try {
                password = Files.readString(passwordFile).strip();
            } catch (IOException unreadable) {
                throw new Failure(Exit.INPUT, "input.unreadable", passwordFile.toString());
            }
        }
        if (password != null) {
            login.setProperty("password", password);
        }
        return login;
    }
}
