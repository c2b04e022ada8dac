// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Entry.Given;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes entries as rows: the one statement by which the ledger grows. */
final class EntryRows {

    // One statement, so one round trip: numbers are taken under the row lock that the commit releases.
    private static final String WRITE = """
            WITH head AS (
                UPDATE ledger_head SET next = next + ?, ruled = CASE WHEN ? THEN next + ? ELSE ruled END
                RETURNING next - ? AS first),
            written AS (
                INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, purpose, ticket, customer,
                                          clear, masked, token, refused)
                SELECT head.first + given.place - 1,
                       'epoch'::timestamptz + given.at * interval '1 millisecond', given.bytes,
                       given.actor, given.action, given.outcome, given.purpose, given.ticket, given.customer,
                       given.clear, given.masked, given.token, given.refused
                FROM head,
                     unnest(?::bigint[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::bytea[], ?::smallint[], ?::smallint[], ?::smallint[], ?::smallint[])
                     WITH ORDINALITY AS given(at, bytes, actor, action, outcome, purpose, ticket, customer,
                                              clear, masked, token, refused, place))
            SELECT first FROM head
            """;

    // Whoever holds this row sees every change that has an earlier number, and none with a later one can commit.
    private static final String LOCK = "SELECT ruled FROM ledger_head FOR UPDATE";

    private static final Given[] COUNTED = {Given.CLEAR, Given.MASKED, Given.TOKEN, Given.REFUSED};

    private EntryRows() {}

    /**
     * Holds the numbers until the end of the transaction, and answers how far the rulings have come; and in the
     * same round trip, each statement after the lock is held, what is watched: all of it as it stands before the
     * entries that the transaction will add.
     *
     * @param keys what to look at, by who watches it
     * @param present is told each that is there, with its present version
     */
    static long lockAndLook(Connection connection, Map<Watched, Set<String>> keys, Look present)
            throws SQLException {
        List<Watched> watched = List.copyOf(keys.keySet());
        String sql = Stream.concat(Stream.of(LOCK), watched.stream().map(Watched::sql))
                .collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < watched.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf(
                        watched.get(i).arrayType(), keys.get(watched.get(i)).toArray(String[]::new)));
            }
            statement.execute();
            long ruled;
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                ruled = row.getLong(1);
            }
            for (Watched one : watched) {
                statement.getMoreResults();
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        present.there(one, row.getString(1), row.getInt(2));
                    }
                }
            }
            return ruled;
        }
    }

    /** Is told what is there at the time of the write. */
    interface Look {

        void there(Watched of, String key, int version);
    }

    /**
     * Writes the entries in their order and answers the number of the first.
     *
     * @param ruling whether any of them changes rights or rules
     */
    static long write(Connection connection, List<Written> entries, boolean ruling) throws SQLException {
        return write(connection, WRITE, entries, ruling);
    }

    /** The same for entries that change no rule, and commits in the same round trip. */
    static long writeAndCommit(Connection connection, List<Written> entries) throws SQLException {
        return write(connection, WRITE + "; COMMIT", entries, false);
    }

    private static long write(Connection connection, String sql, List<Written> entries, boolean ruling)
            throws SQLException {
        int count = entries.size();
        // Numbers and bytes travel as they are; as text each byte would be two letters, to be read again.
        Long[] at = new Long[count];
        byte[][] bytes = new byte[count][];
        String[][] words = new String[5][count];
        byte[][] customers = new byte[count][];
        Short[][] forms = new Short[COUNTED.length][count];
        for (int i = 0; i < count; i++) {
            Entry entry = entries.get(i).entry();
            at[i] = entry.at().toEpochMilli();
            bytes[i] = entries.get(i).bytes();
            words[0][i] = entry.actor().id();
            words[1][i] = entry.action();
            words[2][i] = entry.outcome().name();
            words[3][i] = entry.purpose().orElse(null);
            words[4][i] = entry.ticket().orElse(null);
            customers[i] = entry.customer().map(CustomerRef::bytes).orElse(null);
            for (int form = 0; form < COUNTED.length; form++) {
                forms[form][i] = count(entry, COUNTED[form]);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            statement.setLong(place++, count);
            statement.setBoolean(place++, ruling);
            statement.setLong(place++, count);
            statement.setLong(place++, count);
            statement.setArray(place++, connection.createArrayOf("int8", at));
            statement.setArray(place++, connection.createArrayOf("bytea", bytes));
            for (String[] word : words) {
                statement.setArray(place++, connection.createArrayOf("text", word));
            }
            statement.setArray(place++, connection.createArrayOf("bytea", customers));
            for (Short[] form : forms) {
                statement.setArray(place++, connection.createArrayOf("int2", form));
            }
            statement.execute();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** How many fields the entry gave in each form that has a column, in the order of the columns. */
    static List<Integer> forms(Entry entry) {
        return Arrays.stream(COUNTED).map(form -> (int) count(entry, form)).toList();
    }

    private static short count(Entry entry, Given form) {
        return (short) entry.fields().values().stream().filter(field -> field.form() == form).count();
    }
}
