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

/**
 * Writes entries as rows: the statements by which the ledger grows. Numbers are taken first, which locks the row
 * they come from until the end of the transaction; what is looked at after that is how things stand before these
 * entries, on all nodes.
 */
final class EntryRows {

    // Whoever holds this row sees every change that has an earlier number, and none with a later one can commit.
    private static final String TAKE = "UPDATE ledger_head SET next = next + ? RETURNING next, ruled";

    private static final String GIVE_BACK = "UPDATE ledger_head SET next = next - ?";

    private static final String RULE = "UPDATE ledger_head SET ruled = next";

    private static final String ROWS = """
            INSERT INTO ledger_entry (number, at, bytes, actor, action, outcome, purpose, ticket, customer,
                                      clear, masked, token, refused)
            SELECT head.next - ? + given.place - 1,
                   'epoch'::timestamptz + given.at * interval '1 millisecond', given.bytes,
                   given.actor, given.action, given.outcome, given.purpose, given.ticket, given.customer,
                   given.clear, given.masked, given.token, given.refused
            FROM ledger_head AS head,
                 unnest(?::bigint[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::bytea[], ?::smallint[], ?::smallint[], ?::smallint[], ?::smallint[])
                 WITH ORDINALITY AS given(at, bytes, actor, action, outcome, purpose, ticket, customer,
                                          clear, masked, token, refused, place)
            """;

    private static final String NEXT_STATEMENT = "; ";

    private static final Given[] COUNTED = {Given.CLEAR, Given.MASKED, Given.TOKEN, Given.REFUSED};

    private EntryRows() {}

    /**
     * Numbers that nobody else can have until the transaction ends, and that are free again if it fails.
     *
     * @param first of them
     * @param ruled how far the rulings had come before
     */
    record Taken(long first, long ruled) {}

    /** Is told what is there at the time of the write. */
    interface Look {

        void there(Watched of, String key, int version);
    }

    /**
     * Takes numbers; and in the same round trip, each statement after the row is locked, looks at what is watched.
     *
     * @param count how many numbers
     * @param keys what to look at, by who watches it
     * @param present is told each that is there, with its present version
     */
    static Taken takeAndLook(Connection connection, int count, Map<Watched, Set<String>> keys, Look present)
            throws SQLException {
        List<Watched> watched = List.copyOf(keys.keySet());
        String sql = Stream.concat(Stream.of(TAKE), watched.stream().map(Watched::sql))
                .collect(Collectors.joining(NEXT_STATEMENT));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, count);
            for (int i = 0; i < watched.size(); i++) {
                statement.setArray(i + 2, connection.createArrayOf(
                        watched.get(i).arrayType(), keys.get(watched.get(i)).toArray(String[]::new)));
            }
            statement.execute();
            Taken taken = taken(statement, count);
            for (Watched one : watched) {
                statement.getMoreResults();
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        present.there(one, row.getString(1), row.getInt(2));
                    }
                }
            }
            return taken;
        }
    }

    private static Taken taken(PreparedStatement statement, int count) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return new Taken(row.getLong("next") - count, row.getLong("ruled"));
        }
    }

    /**
     * Writes the entries in their order with the numbers that were taken last.
     *
     * @param ruling whether any of them changes rights or rules
     */
    static void write(Connection connection, List<Written> entries, boolean ruling) throws SQLException {
        String sql = ruling ? RULE + NEXT_STATEMENT + ROWS : ROWS;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            rows(connection, statement, 1, entries);
            statement.execute();
        }
    }

    /** Takes numbers, writes the entries with them and answers the first: one round trip. */
    static long takeAndWrite(Connection connection, List<Written> entries, boolean ruling) throws SQLException {
        String sql = TAKE + NEXT_STATEMENT + (ruling ? RULE + NEXT_STATEMENT : "") + ROWS;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, entries.size());
            rows(connection, statement, 2, entries);
            statement.execute();
            return taken(statement, entries.size()).first();
        }
    }

    /**
     * Writes entries that change no rule with the first of the numbers that were taken, and commits in the same
     * round trip.
     *
     * @param left how many of the numbers nobody needs any more; they are given back, for there must be no gap
     */
    static void writeAndCommit(Connection connection, List<Written> entries, int left) throws SQLException {
        String sql = (left > 0 ? GIVE_BACK + NEXT_STATEMENT : "") + ROWS + "; COMMIT";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            if (left > 0) {
                statement.setLong(place++, left);
            }
            rows(connection, statement, place, entries);
            statement.execute();
        }
    }

    private static void rows(Connection connection, PreparedStatement statement, int from, List<Written> entries)
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
        int place = from;
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
    }

    /** How many fields the entry gave in each form that has a column, in the order of the columns. */
    static List<Integer> forms(Entry entry) {
        return Arrays.stream(COUNTED).map(form -> (int) count(entry, form)).toList();
    }

    private static short count(Entry entry, Given form) {
        return (short) entry.fields().values().stream().filter(field -> field.form() == form).count();
    }
}
