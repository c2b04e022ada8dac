// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Words;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Tables of a real PostgreSQL. */
class JdbcScanIT {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void begin() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA crm");
            statement.execute("CREATE TABLE crm.\"Customer List\" (id bigint, msisdn text, \"身份证号\" text, "
                    + "photo bytea)");
            statement.execute("INSERT INTO crm.\"Customer List\" SELECT i, '160' || lpad(i::text, 8, '0'), "
                    + "'11010519491231002X', '\\x00ff' FROM generate_series(1, 1200) i");
            statement.execute("CREATE TABLE public.weather (day date, degrees numeric)");
            statement.execute("INSERT INTO public.weather VALUES ('2023-01-01', 4.5)");
        }
    }

    @AfterAll
    static void end() throws IOException {
        postgres.close();
    }

    @Test
    void judgesTheColumnsOfEveryTable() {
        String shown = run(Exit.DONE, url());
        assertThat(shown).contains("crm.Customer List", "msisdn", "160****0001", "1****************X", "public.weather")
                .contains("1,200 rows, 1,200 judged by column").doesNotContain("16000000001", "11010519491231002X");
    }

    @Test
    void looksAtNoMoreThanIsAsked() {
        assertThat(run(Exit.DONE, url(), "--table", "crm.Customer List", "--rows", "100"))
                .contains("100 rows, 100 judged by column; there are more").doesNotContain("weather");
    }

    @Test
    void changesNothing() throws SQLException {
        run(Exit.DONE, url());
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*), sum(id) FROM crm.\"Customer List\"")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(1200);
            assertThat(rows.getLong(2)).isEqualTo(1200 * 1201 / 2);
        }
    }

    @Test
    void refusesWithoutTellingTheAddress() {
        assertThat(refusal(url() + "&password=secret")).isEqualTo("jdbc.password-in-url");
        assertThat(refusal(url(), "--table", "nowhere")).isEqualTo("jdbc.no-table");
        assertThat(refusal("jdbc:postgresql://127.0.0.1:1/none")).isEqualTo("jdbc.failed");
    }

    private static String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private static String run(int exit, String url, String... more) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        assertThat(command(shown).execute(arguments(url, more))).isEqualTo(exit);
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static String refusal(String url, String... more) {
        AtomicReference<String> key = new AtomicReference<>();
        CommandLine command = command(new ByteArrayOutputStream());
        command.setExecutionExceptionHandler((failed, line, parsed) -> {
            key.set(((Failure) failed).getMessage());
            return ((Failure) failed).exit();
        });
        command.execute(arguments(url, more));
        return key.get();
    }

    private static CommandLine command(ByteArrayOutputStream shown) {
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new CommandLine(new ScanCommand(new Console(new ByteArrayInputStream(new byte[0]), terminal, terminal,
                false), Words.in(Locale.ENGLISH)));
    }

    private static String[] arguments(String url, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "--jdbc";
        all[1] = url;
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }
}
