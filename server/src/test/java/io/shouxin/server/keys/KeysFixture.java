// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.server.TestDatabase;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import javax.sql.DataSource;

/** Keys on a database of their own, without the rest of the server, as often as they are started anew. */
final class KeysFixture {

    static final int ITERATIONS = 100_000;

    private KeysFixture() {}

    static DataSource database() {
        DataSource source = TestDatabase.fresh();
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/keys/V1__keys.sql"),
                new ClassPathResource("db/migration/keys/V2__custody_seal_rotation.sql")).execute(source);
        return source;
    }

    /** One process: what is in its memory goes with it. */
    record Node(KeyTable table, SealTable seals, Custodies custodies, Opening opening, RootRotation rotation,
            Keys keys) {

        /** The whole of a rotation for a custody that needs nobody. */
        RootRotation.Outcome rotate(RootRotation.Following following) {
            int version = rotation.prepare(following);
            RootRotation.Outcome outcome = rotation.takeOver(version, rotation.readBack(version, following), following,
                    done -> { });
            rotation.destroyRetired(following, gone -> { });
            return outcome;
        }

        RootRotation.Outcome rotate() {
            return rotate((step, done, total) -> { });
        }
    }

    static Node start(DataSource source, KeysSettings settings) {
        KeyTable table = new KeyTable(JdbcClient.create(source));
        SealTable seals = new SealTable(JdbcClient.create(source));
        Custodies custodies = new Custodies(settings, new KeyFileCustody(settings), new TokenCustody(settings),
                new ShareCustody(settings));
        Opening opening = new Opening(table, seals, custodies, Clock.systemUTC());
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        return new Node(table, seals, custodies, opening,
                new RootRotation(table, custodies, opening, transaction, Clock.systemUTC()), new Keys(table, opening));
    }

    static KeysSettings file(Path home) {
        return settings(Custody.Kind.FILE, home);
    }

    static KeysSettings settings(Custody.Kind custody, Path home) {
        return new KeysSettings(custody, home.resolve("keys/root.key"), null, home.resolve("secrets/root-passphrase"),
                true, ITERATIONS, "shouxin.example/test", List.of(), null, null, null, null, 3, 2);
    }

    /** The same with further signatures on each checkpoint. */
    static KeysSettings signing(KeysSettings settings, FurtherSignature... further) {
        return new KeysSettings(settings.custody(), settings.file(), null, settings.passphraseFile(), true, ITERATIONS,
                settings.logName(), List.of(further), settings.hsmLibrary(), settings.hsmToken(), settings.hsmSlot(),
                settings.hsmPinFile(), 3, 2);
    }

    /** The signing keys of that process, as the server makes them at its start. */
    static LedgerKeys ledgerKeys(Node node, KeysSettings settings, Clock clock) {
        return new LedgerKeys(node.keys(), node.opening(), node.custodies(), settings, clock);
    }
}
