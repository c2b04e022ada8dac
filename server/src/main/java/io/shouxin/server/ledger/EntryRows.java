// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.Entry.Given;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;

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
                SELECT head.first + given.place - 1, given.at, given.bytes,
                       given.actor, given.action, given.outcome, given.purpose, given.ticket, given.customer,
                       given.clear, given.masked, given.token, given.refused
                FROM head,
                     unnest(?::timestamptz[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
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
     * Holds the numbers until the end of the transaction, and answers how far the rulings have come: what
     * is read after this statement is as it stands before the entries that {@link #write} will add.
     */
    static long lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Writes the entries in their order and answers the number of the first.
     *
     * @param ruling whether any of them changes rights or rules
     */
    static long write(Connection connection, List<Written> entries, boolean ruling) throws SQLException {
        int count = entries.size();
        Timestamp[] at = new Timestamp[count];
        byte[][] bytes = new byte[count][];
        String[][] words = new String[5][count];
        byte[][] customers = new byte[count][];
        Short[][] forms = new Short[COUNTED.length][count];
        for (int i = 0; i < count; i++) {
            Entry entry = entries.get(i).entry();
            at[i] = Timestamp.from(entry.at());
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
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            int place = 1;
            statement.setLong(place++, count);
            statement.setBoolean(place++, ruling);
            statement.setLong(place++, count);
            statement.setLong(place++, count);
            statement.setArray(place++, connection.createArrayOf("timestamptz", at));
            statement.setArray(place++, connection.createArrayOf("bytea", bytes));
            for (String[] word : words) {
                statement.setArray(place++, connection.createArrayOf("text", word));
            }
            statement.setArray(place++, connection.createArrayOf("bytea", customers));
            for (Short[] form : forms) {
                statement.setArray(place++, connection.createArrayOf("int2", form));
            }
            try (ResultSet row = statement.executeQuery()) {
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
