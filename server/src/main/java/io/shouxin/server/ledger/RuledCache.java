// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.function.Function;

/**
 * Keeps what was read from the tables of rights and rules until something is ruled anew, and never longer
 * than a second, because rights also begin and end with the day.
 *
 * @param <K> what it is known by
 * @param <T> what was read
 */
public final class RuledCache<K, T> {

    private static final Duration AGE_MAX = Duration.ofSeconds(1);

    private final Rulings rulings;
    private final Function<K, T> reading;
    private final Cache<K, Ruled<T>> kept;

    /** @param most how many are kept */
    public RuledCache(Rulings rulings, int most, Function<K, T> reading) {
        this.rulings = rulings;
        this.reading = reading;
        this.kept = Caffeine.newBuilder().maximumSize(most).expireAfterWrite(AGE_MAX).build();
    }

    /** As it is now, as far as this node knows; the write that rests on it compares again. */
    public Ruled<T> get(K key) {
        Ruled<T> known = kept.getIfPresent(key);
        if (known != null && rulings.current(known)) {
            return known;
        }
        Ruled<T> read = fresh(key);
        kept.put(key, read);
        return read;
    }

    /** As the database has it now. */
    public Ruled<T> fresh(K key) {
        return rulings.read(() -> reading.apply(key));
    }
}
