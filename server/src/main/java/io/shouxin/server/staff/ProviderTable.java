// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** All SQL about accounts of a sign-in provider. Deactivating somebody drops theirs ({@link StaffTable}). */
@Repository
class ProviderTable {

    private static final String OF = "SELECT issuer, subject FROM staff_provider_account WHERE number = :number";

    private static final String ANY = "SELECT EXISTS (SELECT 1 FROM staff_provider_account WHERE issuer = :issuer)";

    private static final String TAKEN = "SELECT EXISTS (SELECT 1 FROM staff_provider_account WHERE subject = :subject)";

    // Two people who claim one account at once: the second looks when the first is done.
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtextextended('provider account ' || encode(:subject, 'hex'), 0))
            """;

    private static final String PUT = """
            INSERT INTO staff_provider_account (number, issuer, subject, since)
            VALUES (:number, :issuer, :subject, :at)
            ON CONFLICT (number) DO UPDATE
            SET issuer = excluded.issuer, subject = excluded.subject, since = excluded.since
            """;

    private static final String HAS_LINK = """
            SELECT EXISTS (SELECT 1 FROM staff_invitation WHERE number = :number AND valid_until > :at)
            """;

    private final JdbcClient db;

    ProviderTable(JdbcClient db) {
        this.db = db;
    }

    /** Of the account only a hash is kept: what a provider calls people is often a name or a mail address. */
    record Held(String issuer, byte[] subject) {

        boolean is(ProviderAccounts.Account account) {
            return MessageDigest.isEqual(subject, account.hash());
        }
    }

    Optional<Held> of(String number) {
        return db.sql(OF).param("number", number)
                .query((row, i) -> new Held(row.getString("issuer"), row.getBytes("subject"))).optional();
    }

    boolean any(String issuer) {
        return db.sql(ANY).param("issuer", issuer).query(Boolean.class).single();
    }

    /** Holds the account until the end of the transaction and says whether it is anybody's. */
    boolean isTaken(byte[] subject) {
        db.sql(LOCK).param("subject", subject).query((row, i) -> true).list();
        return db.sql(TAKEN).param("subject", subject).query(Boolean.class).single();
    }

    void put(String number, ProviderAccounts.Account account, Instant at) {
        db.sql(PUT).param("number", number).param("issuer", account.issuer()).param("subject", account.hash())
                .param("at", Timestamp.from(at)).update();
    }

    boolean hasLink(String number, Instant at) {
        return db.sql(HAS_LINK).param("number", number).param("at", Timestamp.from(at)).query(Boolean.class).single();
    }
}
