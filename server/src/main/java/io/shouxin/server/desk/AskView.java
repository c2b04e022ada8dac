// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.Form;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * What the ask page shows: for each field the form it would take now, and why.
 *
 * @param purpose the purpose at hand, one of {@code purposes}
 * @param ticket the ticket named, or empty
 * @param barrier why nothing would be given at all; then there is no button
 */
record AskView(UUID id, List<Purposes.Choice> purposes, Purposes.Choice purpose, Tickets tickets, String ticket,
        List<Group> groups, List<Sum> sums, String button, @Nullable Barrier barrier) {

    /** The fields of one class. */
    record Group(String code, String name, List<Row> rows) {}

    /**
     * One field.
     *
     * @param can whether a value would be given, so that it makes sense to choose it
     * @param on whether it is chosen
     */
    record Row(String name, String label, int level, Form form, String why, boolean can, boolean on) {}

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

    public int chosen() {
        return sums.stream().mapToInt(Sum::fields).sum();
    }
}
