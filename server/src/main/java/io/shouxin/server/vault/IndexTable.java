// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.keyset.Suite;
import io.shouxin.server.vault.BlindTags.Epoch;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of index keys and of tags as a whole; a customer's own tags are in {@link CustomerTable}. */
@Repository
class IndexTable {

    private static final String EPOCHS = """
            SELECT field, epoch, suite FROM vault_index WHERE dropped_at IS NULL ORDER BY field, epoch
            """;

    // Two nodes may meet here: the first one's suite stays.
    private static final String ADD_FIRST = """
            INSERT INTO vault_index (field, epoch, suite) VALUES (:field, 1, :suite) ON CONFLICT DO NOTHING
            """;

    private static final String ADD_NEXT = """
            INSERT INTO vault_index (field, epoch, suite)
            SELECT :field, coalesce(max(epoch), 0) + 1, :suite FROM vault_index WHERE field = :field
            RETURNING epoch
            """;

    private static final String DROP_EPOCHS = """
            UPDATE vault_index SET dropped_at = :at
            WHERE field = :field AND epoch <> :kept AND dropped_at IS NULL
            """;

    private static final String DROP_TAGS = """
            DELETE FROM customer_tag WHERE ctid = ANY(ARRAY(
                SELECT tag.ctid FROM vault_index gone JOIN customer_tag tag USING (field, epoch)
                WHERE gone.dropped_at IS NOT NULL AND NOT gone.key_gone LIMIT :most))
            """;

    private static final String TO_DESTROY = """
            SELECT field, epoch, suite FROM vault_index
            WHERE dropped_at < :before AND NOT key_gone
              AND NOT EXISTS (SELECT FROM vault_reseal WHERE state IN ('RUNNING', 'DROPPING'))
            """;

    private static final String KEY_GONE = """
            UPDATE vault_index SET key_gone = true WHERE field = :field AND epoch = :epoch
            """;

    private final JdbcClient db;

    IndexTable(JdbcClient db) {
        this.db = db;
    }

    /** The epochs in use by field, the newest last. */
    Map<String, List<Epoch>> epochs() {
        Map<String, List<Epoch>> epochs = new HashMap<>();
        db.sql(EPOCHS).query(IndexTable::row).list()
                .forEach(one -> epochs.computeIfAbsent(one.field(), name -> new ArrayList<>()).add(one));
        return epochs;
    }

    void addFirst(String field, Suite suite) {
        db.sql(ADD_FIRST).param("field", field).param("suite", suite.name()).update();
    }

    /** A new epoch beside those there are; answers its number. */
    int addNext(String field, Suite suite) {
        return db.sql(ADD_NEXT).param("field", field).param("suite", suite.name()).query(Integer.class).single();
    }

    /** Takes all epochs of a field out of use but one, or all where it keeps none; answers how many. */
    int dropEpochs(String field, Optional<Integer> kept, Instant at) {
        return db.sql(DROP_EPOCHS).param("field", field).param("kept", kept.orElse(0))
                .param("at", Timestamp.from(at)).update();
    }

    /** Removes tags of epochs that are out of use, at most so many; answers how many. */
    int dropTags(int most) {
        return db.sql(DROP_TAGS).param("most", most).update();
    }

    /** Epochs out of use since before then, whose tags are gone and whose keys are not. */
    List<Epoch> toDestroy(Instant before) {
        return db.sql(TO_DESTROY).param("before", Timestamp.from(before)).query(IndexTable::row).list();
    }

    void keyGone(Epoch epoch) {
        db.sql(KEY_GONE).param("field", epoch.field()).param("epoch", epoch.number()).update();
    }

    private static Epoch row(ResultSet row, int index) throws SQLException {
        return new Epoch(row.getString("field"), row.getInt("epoch"), Suite.valueOf(row.getString("suite")));
    }
}
