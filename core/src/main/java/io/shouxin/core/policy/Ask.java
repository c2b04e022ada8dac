// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.data.Budget;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a decision depends on besides the register. The caller has authenticated the actor and
 * asked the ticket system; what it does not know it states as such, and that refuses.
 *
 * @param actor who asks; only carried along
 * @param roles codes the actor holds now; unknown ones give nothing
 * @param fields names as asked, perhaps none: then only {@link Decision#reasons()} tells something
 * @param consents purposes this customer consents to now
 * @param address IP address of the request, as a literal
 * @param held fields this customer has a value for
 * @param usedUp families of which this customer would be one more than the asker's budget
 * @param agreed codes of scenes for which an agreement to this very request holds now
 */
public record Ask(
        String actor, Set<String> roles, String purpose, List<String> fields, TicketState ticket,
        Set<String> consents, CustomerState state, ZonedDateTime at, Optional<String> address,
        Set<String> held, Channel channel, Extent extent, Set<String> agreed,
        Set<Budget> usedUp) {
    public Ask {
        Objects.requireNonNull(actor);
        roles = Set.copyOf(roles);
        Objects.requireNonNull(purpose);
        fields = List.copyOf(fields);
        Objects.requireNonNull(ticket);
        consents = Set.copyOf(consents);
        Objects.requireNonNull(state);
        Objects.requireNonNull(at);
        Objects.requireNonNull(address);
        held = Set.copyOf(held);
        Objects.requireNonNull(channel);
        Objects.requireNonNull(extent);
        agreed = Set.copyOf(agreed);
        usedUp = Set.copyOf(usedUp);
    }

    /** The same, with agreements that hold for it. */
    public Ask agreed(Set<String> scenes) {
        return new Ask(actor, roles, purpose, fields, ticket, consents, state, at, address, held, channel, extent,
                scenes, usedUp);
    }

    /** The same, where this much of the asker's budget is used up. */
    public Ask usedUp(Set<Budget> families) {
        return new Ask(actor, roles, purpose, fields, ticket, consents, state, at, address, held, channel, extent,
                agreed, families);
    }

    /** Leaves out what the caller wrote: a field's name may be somebody's phone number. */
    @Override
    public String toString() {
        return "Ask[" + channel + ", " + state + ", ticket " + ticket + ", " + fields.size() + " fields]";
    }
}
