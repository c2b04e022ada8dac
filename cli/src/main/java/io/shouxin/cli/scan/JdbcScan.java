// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables of a database, read in a read-only transaction and a window at a time. */
final class JdbcScan {

    static final long ROWS_DEFAULT = 100_000;
    private static final int WINDOW_ROWS = 500;
    private static final int CELL_MAX = 1 << 20;
    private static final List<String> SYSTEM = List.of("pg_catalog", "information_schema", "pg_toast", "sys",
            "INFORMATION_SCHEMA", "SYS", "mysql", "performance_schema");

    private final Detector detector;
    private final JdbcOptions options;
    private final long rowsMax;
    private final Progress progress;

    private record TableName(String schema, String name) {
        String shown() {
            return schema == null || schema.isEmpty() ? name : schema + "." + name;
        }
    }

    JdbcScan(Detector detector, JdbcOptions options, Long rows, Progress progress) {
        this.detector = detector;
        this.options = options;
        this.rowsMax = rows == null ? ROWS_DEFAULT : rows;
        this.progress = progress;
    }

    List<SourceReport> run() {
        List<SourceReport> sources = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(options.url(), options.login())) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            for (TableName table : tables(connection)) {
                progress.on(table.shown());
                sources.add(table(connection, table));
                connection.rollback();
            }
        } catch (SQLException failed) {
            // Its message may quote the address with its login, so only the standard's code is told.
            throw new Failure(Exit.INPUT, "jdbc.failed", String.valueOf(failed.getSQLState()));
        }
        return sources;
    }

    private List<TableName> tables(Connection connection) throws SQLException {
        List<TableName> found = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(connection.getCatalog(), null, "%",
                new String[] {"TABLE", "PARTITIONED TABLE", "VIEW", "MATERIALIZED VIEW"})) {
            while (rows.next()) {
                TableName name = new TableName(rows.getString("TABLE_SCHEM"), rows.getString("TABLE_NAME"));
                if (!SYSTEM.contains(String.valueOf(name.schema)) && wanted(name)) {
                    found.add(name);
                }
            }
        }
        for (String wanted : options.tables()) {
            if (found.stream().noneMatch(name -> wanted.equals(name.name) || wanted.equals(name.shown()))) {
                throw new Failure(Exit.INPUT, "jdbc.no-table", wanted);
            }
        }
        return found;
    }

    private boolean wanted(TableName name) {
        return options.tables().isEmpty() || options.tables().contains(name.name)
                || options.tables().contains(name.shown());
    }

    private SourceReport table(Connection connection, TableName table) {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(WINDOW_ROWS);
            // One more than wanted tells whether there are more.
            statement.setMaxRows((int) Math.min(rowsMax + 1, Integer.MAX_VALUE));
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + quoted(connection, table))) {
                return rows(table, rows);
            }
        } catch (SQLException failed) {
            return new SourceReport.LeftOut(table.shown(), "left-out.sql",
                    List.of(String.valueOf(failed.getSQLState())), true);
        }
    }

    private SourceReport rows(TableName table, ResultSet rows) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        int columns = meta.getColumnCount();
        List<String> names = new ArrayList<>();
        boolean[] readable = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            names.add(meta.getColumnLabel(i + 1));
            readable[i] = !binary(meta.getColumnType(i + 1));
        }
        TableSample sample = new TableSample(detector, names);
        List<String> cells = new ArrayList<>();
        long read = 0;
        long cut = 0;
        boolean more = rows.next();
        for (; more && read < rowsMax; more = rows.next()) {
            cells.clear();
            boolean whole = true;
            for (int i = 0; i < columns; i++) {
                String cell = readable[i] ? rows.getString(i + 1) : "";
                boolean fits = cell == null || cell.length() <= CELL_MAX;
                whole &= fits;
                cells.add(fits ? cell : cell.substring(0, CELL_MAX));
            }
            cut += whole ? 0 : 1;
            sample.add(cells);
            read++;
            progress.add(0);
        }
        return new SourceReport.Table(table.shown(), new SourceReport.Reading("", "encoding.how.database", ""), true,
                new SourceReport.Rows(read, read - cut, 0, 0, cut, 0, more, Map.of()), sample.findings(), List.of());
    }

    private static boolean binary(int type) {
        return type == Types.BINARY || type == Types.VARBINARY || type == Types.LONGVARBINARY || type == Types.BLOB;
    }

    /** Names come from the database's own list; the quotes are for those with blanks and capitals. */
    private static String quoted(Connection connection, TableName table) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        String quote = meta.getIdentifierQuoteString().strip();
        if (quote.isEmpty()) {
            return table.shown();
        }
        String schema = table.schema == null || table.schema.isEmpty() ? ""
                : quote + table.schema.replace(quote, quote + quote) + quote + ".";
        return schema + quote + table.name.replace(quote, quote + quote) + quote;
    }
}
