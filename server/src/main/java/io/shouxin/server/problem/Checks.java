// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers everything that is wrong with a request, so that one answer names it all. */
public final class Checks {

    private final List<Refused.Detail> wrong = new ArrayList<>();

    public Checks present(String where, @Nullable Object value) {
        boolean empty = value == null
                || value instanceof String text && text.isBlank()
                || value instanceof Collection<?> items && items.isEmpty();
        return that(!empty, where, "problem.missing");
    }

    public Checks atMost(String where, @Nullable String value, int charactersMax) {
        return that(value == null || value.length() <= charactersMax, where, "problem.too-long",
                Integer.toString(charactersMax));
    }

    public Checks atMost(String where, @Nullable Collection<?> items, int itemsMax) {
        return that(items == null || items.size() <= itemsMax, where, "problem.too-many",
                Integer.toString(itemsMax));
    }

    public Checks that(boolean holds, String where, String key, String... arguments) {
        if (!holds) {
            wrong.add(new Refused.Detail(where, key, List.of(arguments)));
        }
        return this;
    }

    public void throwIfAny() {
        if (!wrong.isEmpty()) {
            throw new Refused(Refused.Kind.INVALID, "problem.invalid", wrong);
        }
    }
}
