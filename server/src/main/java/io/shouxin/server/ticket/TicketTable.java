// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ticket;

import io.shouxin.server.database.SharedReads;
import io.shouxin.server.ledger.Watched;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All SQL of this module. */
@Repository
class TicketTable {

    private static final String FIND = """
            SELECT number, customer, kind, opened_by, opened_at, closed_at FROM ticket WHERE number = :number
            """;

    private static final String FIND_ALL =
            "SELECT number, customer, kind, opened_by, opened_at, closed_at FROM ticket WHERE number = ANY(?)";

    private static final SharedReads.Rows<String, Ticket> BY_NUMBER =
            new SharedReads.Rows<>(FIND_ALL, "text", TicketTable::row, Ticket::number);

    private static final int OPEN_VERSION = 0;
    private static final int CLOSED_VERSION = 1;

    private static final Watched WATCHED = new Watched(
            "SELECT number, CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END FROM ticket WHERE number = ANY(?)", "text");

    private static final String OF_CUSTOMER = """
            SELECT number, customer, kind, opened_by, opened_at, closed_at FROM ticket
            WHERE customer = :customer ORDER BY opened_at DESC LIMIT :limit
            """;

    private static final String OPEN = """
            INSERT INTO ticket (number, customer, kind, opened_by, opened_at)
            VALUES (:number, :customer, :kind, :by, :at)
            ON CONFLICT (number) DO NOTHING
            """;

    private static final String CLOSE = """
            UPDATE ticket SET closed_at = :at WHERE number = :number AND closed_at IS NULL
            """;

    private final JdbcClient db;
    private final SharedReads shared;

    TicketTable(JdbcClient db, SharedReads shared) {
        this.db = db;
        this.shared = shared;
    }

    Optional<Ticket> find(String number) {
        return db.sql(FIND).param("number", number).query(TicketTable::row).optional();
    }

    /** The same, together with what others ask for at this moment. */
    SharedReads.Asked<Ticket> ask(String number) {
        return shared.ask(BY_NUMBER, number);
    }

    List<Ticket> of(UUID customer, int limit) {
        return db.sql(OF_CUSTOMER).param("customer", customer).param("limit", limit).query(TicketTable::row).list();
    }

    boolean open(Ticket ticket) {
        return db.sql(OPEN).param("number", ticket.number()).param("customer", ticket.customer())
                .param("kind", ticket.kind()).param("by", ticket.openedBy())
                .param("at", Timestamp.from(ticket.openedAt())).update() == 1;
    }

    boolean close(String number, Instant at) {
        return db.sql(CLOSE).param("number", number).param("at", Timestamp.from(at)).update() == 1;
    }

    /** What a decision on this ticket rests on. */
    static Watched.Seen seen(Ticket ticket) {
        return WATCHED.seen(ticket.number(), ticket.open() ? OPEN_VERSION : CLOSED_VERSION);
    }

    private static Ticket row(ResultSet row, int index) throws SQLException {
        return new Ticket(row.getString("number"), row.getObject("customer", UUID.class), row.getString("kind"),
                row.getString("opened_by"), row.getTimestamp("opened_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant));
    }
}
