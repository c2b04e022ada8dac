// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.Form;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the ask page shows: for each field the form it would take now, and why.
 *
 * @param purpose the purpose at hand, one of {@code purposes}
 * @param ticket the ticket named, or empty
 * @param agreement what somebody else has to agree to before all that is chosen is given; null where nothing is
 * @param barrier why nothing would be given at all; then there is no button
 */
record AskView(UUID id, List<Purposes.Choice> purposes, Purposes.Choice purpose, Tickets tickets, String ticket,
        List<Group> groups, List<Sum> sums, String button, @Nullable Agreement agreement, @Nullable Barrier barrier) {

    /** The fields of one class. */
    record Group(String code, String name, List<Row> rows) {}

    /**
     * One field.
     *
     * @param can whether a value would be given now or once somebody agrees, so that it makes sense to choose it
     * @param waits whether somebody else has to agree before it is given as the rule says
     * @param on whether it is chosen
     */
    record Row(String name, String label, int level, Form form, String why, boolean can, boolean waits,
            boolean on) {}

    /** How many of the chosen fields take a form. */
    record Sum(Form form, int fields) {}

    /**
     * The open tickets about this customer.
     *
     * @param own whether tickets are kept here; if not, a number is typed
     * @param foreign whether the ticket named is none of this customer's
     * @param stands what is known of the ticket named
     */
    record Tickets(boolean own, boolean mayOpen, List<Line> open, boolean foreign, @Nullable Standing stands) {}

    /** A ticket: its number, what it is about, and both in one line. */
    record Line(String number, String about, String by, String openedAt, boolean open) {

        public String words() {
            return number + " · " + about;
        }
    }

    /** Whether a ticket holds: {@code ok} or {@code bad}, and what it says. */
    record Standing(String kind, String words) {}

    /**
     * @param kind {@code bad} where something failed, {@code warn} where the reader can mend it
     * @param openTicket whether opening a ticket is the way on
     */
    record Barrier(String kind, String title, String text, boolean openTicket) {}

    /**
     * The form to ask with.
     *
     * @param scenes their names
     * @param kinds of reasons, code to words
     * @param windows minutes to words
     */
    record Agreement(String scenes, Map<String, String> kinds, Map<Long, String> windows) {}

    public int chosen() {
        return sums.stream().mapToInt(Sum::fields).sum();
    }
}
