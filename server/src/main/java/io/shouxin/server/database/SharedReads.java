// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows read by key, where questions that wait at the same moment share one way to the database and back,
 * whatever table they are about. Whoever wants an answer first asks for all who wait; a lone request asks
 * at once and waits for nobody. Nothing is kept: each answer was read after its question.
 */
@Repository
public class SharedReads {

    private final JdbcTemplate db;
    private final AtomicBoolean turn = new AtomicBoolean();
    private final Queue<Question<?, ?>> waiting = new ConcurrentLinkedQueue<>();

    SharedReads(JdbcTemplate db) {
        this.db = db;
    }

    /**
     * Rows of one table by their key.
     *
     * @param sql of the rows whose key is in its one parameter, an array
     * @param arrayType PostgreSQL's name for the type of one key
     */
    public record Rows<K, V>(String sql, String arrayType, RowMapper<V> row, Function<V, K> key) {}

    /** What was asked and may not be answered yet. */
    public interface Asked<V> {

        /**
         * The row, read after it was asked for; empty where there is none.
         *
         * @throws org.springframework.dao.DataAccessException when the database does not tell
         */
        Optional<V> answer();
    }

    /**
     * Asks for the row with this key; with the next answer that anybody waits for, it is there. Inside a transaction
     * it is read by itself, as that transaction sees it.
     */
    public <K, V> Asked<V> ask(Rows<K, V> rows, K key) {
        Question<K, V> question = new Question<>(rows, key);
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return () -> {
                read(List.of(question));
                return question.row();
            };
        }
        waiting.add(question);
        return () -> answer(question);
    }

    private <V> Optional<V> answer(Question<?, V> mine) {
        mine.waiter = Thread.currentThread();
        while (!mine.answered) {
            if (turn.compareAndSet(false, true)) {
                try {
                    if (!mine.answered) {
                        answerAll();
                    }
                } finally {
                    turn.set(false);
                    wakeNext();
                }
            } else {
                LockSupport.park(this);
            }
        }
        return mine.row();
    }

    /** Whoever has come meanwhile and waits asks next; who does not wait yet will try for the turn by itself. */
    private void wakeNext() {
        for (Question<?, ?> next : waiting) {
            Thread waiter = next.waiter;
            if (waiter != null) {
                LockSupport.unpark(waiter);
                return;
            }
        }
    }

    /** Holds the turn. */
    private void answerAll() {
        List<Question<?, ?>> asked = new ArrayList<>();
        for (Question<?, ?> next = waiting.poll(); next != null; next = waiting.poll()) {
            asked.add(next);
        }
        try {
            read(asked);
        } catch (DataAccessException away) {
            asked.forEach(one -> one.failed = away);
        } catch (RuntimeException unreadable) {
            // One row that does not read is the fault of nobody who asked for another.
            asked.forEach(this::readAlone);
        } finally {
            asked.forEach(Question::answered);
        }
    }

    private void readAlone(Question<?, ?> one) {
        try {
            read(List.of(one));
        } catch (RuntimeException failed) {
            one.failed = failed;
        }
    }

    /** One round trip: a statement for each table that is asked about, all on their way together. */
    private void read(List<Question<?, ?>> asked) {
        // In one order, so that the database has seen the same few texts before.
        Map<Rows<?, ?>, List<Question<?, ?>>> byTable = asked.stream().collect(Collectors.groupingBy(one -> one.rows,
                () -> new TreeMap<>(Comparator.comparing(Rows::sql)), Collectors.toList()));
        db.execute((ConnectionCallback<Boolean>) connection -> read(connection, byTable));
    }

    private static boolean read(Connection connection, Map<Rows<?, ?>, List<Question<?, ?>>> byTable)
            throws SQLException {
        String sql = byTable.keySet().stream().map(Rows::sql).collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Map.Entry<Rows<?, ?>, List<Question<?, ?>>> table : byTable.entrySet()) {
                Set<Object> keys = new HashSet<>();
                table.getValue().forEach(one -> keys.add(one.key));
                statement.setArray(place++, connection.createArrayOf(table.getKey().arrayType(), keys.toArray()));
            }
            boolean rows = statement.execute();
            for (Map.Entry<Rows<?, ?>, List<Question<?, ?>>> table : byTable.entrySet()) {
                try (ResultSet result = statement.getResultSet()) {
                    Map<Object, Object> found = found(table.getKey(), result);
                    table.getValue().forEach(one -> one.found(found.get(one.key)));
                }
                rows = statement.getMoreResults();
            }
            return rows;
        }
    }

    private static <K, V> Map<Object, Object> found(Rows<K, V> rows, ResultSet result) throws SQLException {
        Map<Object, Object> found = new HashMap<>();
        for (int i = 0; result.next(); i++) {
            V row = Objects.requireNonNull(rows.row().mapRow(result, i));
            found.put(rows.key().apply(row), row);
        }
        return found;
    }

    private static final class Question<K, V> {

        private final Rows<K, V> rows;
        private final K key;
        private @Nullable Optional<V> row;
        private @Nullable RuntimeException failed;
        private volatile @Nullable Thread waiter;
        /** Written last: who sees it sees the row or the failure. */
        private volatile boolean answered;

        Question(Rows<K, V> rows, K key) {
            this.rows = rows;
            this.key = key;
        }

        @SuppressWarnings("unchecked") // It was made by the mapper of these rows.
        void found(Object one) {
            row = Optional.ofNullable((V) one);
        }

        void answered() {
            answered = true;
            if (waiter != null) {
                LockSupport.unpark(waiter);
            }
        }

        Optional<V> row() {
            if (failed != null) {
                throw failed;
            }
            if (row == null) {
                throw new IllegalStateException("The question was not brought to its end.");
            }
            return row;
        }
    }
}
