// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers that the ticket system gave to the tickets of the plan, while they are open. */
final class SampleTickets {

    private final Map<String, String> numbers;

    SampleTickets(Map<String, String> open) {
        numbers = new ConcurrentHashMap<>(open);
    }

    void opened(String name, String number) {
        numbers.put(name, number);
    }

    /** The number, or the plan's own name for a ticket that was refused: the door knows none of that name. */
    Optional<String> number(Optional<String> name) {
        return name.map(known -> numbers.getOrDefault(known, known));
    }

    void closed(String name) {
        numbers.remove(name);
    }
}
