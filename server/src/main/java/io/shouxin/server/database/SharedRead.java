// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows read by key, where requests that ask at the same moment share one query. Whoever comes first asks
 * for all who wait; a lone request asks at once and waits for nobody. Nothing is kept: each answer was
 * read after its question.
 *
 * @param <K> the key
 * @param <V> the row
 */
public final class SharedRead<K, V> {

    private final Function<Collection<K>, Map<K, V>> query;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Question<K, V>> waiting = new ConcurrentLinkedQueue<>();

    /** @param query reads the rows with these keys, in one statement */
    public SharedRead(Function<Collection<K>, Map<K, V>> query) {
        this.query = query;
    }

    /** The row with this key. Inside a transaction it is read by itself, as that transaction sees it. */
    public Optional<V> find(K key) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return Optional.ofNullable(query.apply(Set.of(key)).get(key));
        }
        Question<K, V> mine = new Question<>(key);
        waiting.add(mine);
        turn.lock();
        try {
            if (!mine.answered) {
                answerAll();
            }
        } finally {
            turn.unlock();
        }
        return mine.answer();
    }

    /** Holds the turn; what it writes into the questions is seen by whoever takes the turn after it. */
    private void answerAll() {
        List<Question<K, V>> asked = new ArrayList<>();
        for (Question<K, V> next = waiting.poll(); next != null; next = waiting.poll()) {
            asked.add(next);
        }
        try {
            Map<K, V> found = query.apply(asked.stream().map(one -> one.key).collect(Collectors.toSet()));
            asked.forEach(one -> one.row = found.get(one.key));
        } catch (RuntimeException failed) {
            asked.forEach(one -> one.failed = failed);
        }
        asked.forEach(one -> one.answered = true);
    }

    private static final class Question<K, V> {

        private final K key;
        private V row;
        private RuntimeException failed;
        private boolean answered;

        Question(K key) {
            this.key = key;
        }

        Optional<V> answer() {
            if (failed != null) {
                throw failed;
            }
            return Optional.ofNullable(row);
        }
    }
}
