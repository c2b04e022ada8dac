// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.audit.EntryNames;
import io.shouxin.server.language.Words;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the people in the ledger are called. A name may be a minute old: the number
 * beside it is not.
 */
@Component
class StaffEntryNames implements EntryNames {

    private static final int NAMES_MAX = 20_000;
    private static final Duration AGE_MAX = Duration.ofMinutes(1);

    /** Both names of one actor, because the cache serves readers of either language. */
    private record Named(String chinese, String english) {}

    private final People people;
    private final Cache<String, Optional<Named>> names =
            Caffeine.newBuilder().maximumSize(NAMES_MAX).expireAfterWrite(AGE_MAX).build();

    StaffEntryNames(People people) {
        this.people = people;
    }

    @Override
    public Optional<String> name(Kind kind, String code) {
        return kind != Kind.ACTOR ? Optional.empty() : names.get(code, this::read)
                .map(named -> Words.choose(named.chinese(), named.english()));
    }

    private Optional<Named> read(String id) {
        return people.find(id).map(person -> new Named(person.name(), person.nameEn()));
    }

    /** People are too many to choose from; they are typed by number. */
    @Override
    public Map<String, String> all(Kind kind) {
        return Map.of();
    }
}
