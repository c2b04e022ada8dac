// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One reason for which a person's rights rest. The module that knows when it is true declares a bean of this type and
 * adds and removes it through {@link Suspensions}, which takes this very bean and no name: so nobody removes what
 * another module added. A person's rights work only while no reason is there.
 *
 * <p>Guaranteed: from the commit on, the next request of any of the person's accounts is refused on every node. Not
 * guaranteed: that the module is there later. A reason nobody declares any more still suspends, and is shown as such.
 */
public interface SuspensionReason {

    /**
     * The stable name in the database, in entries and in answers: capital letters and underscores. The vocabulary is
     * TRAINING_OVERDUE, REVIEW_OVERDUE, RISK, LEAVE, BREAK_GLASS_UNREVIEWED, INCIDENT_FREEZE.
     */
    String code();

    /** The message key of who adds and removes it: a module or a post, never a person. */
    String ownerKey();

    /** The message key of why, in a few words. */
    default String whyKey() {
        return "staff.suspension." + code();
    }

    /** The message key of what lifts it, as a sentence to the person. */
    default String liftKey() {
        return whyKey() + ".lift";
    }

    /** The page on which the person does what lifts it; empty where that is not in their hands. */
    default Optional<String> page() {
        return Optional.empty();
    }

    /** Whether the person may still sign in, to see why and to do what lifts it. */
    boolean allowsSignIn();

    /** Whether it says something against the person, so that the keys of applications they answer for stop too. */
    boolean stopsKeys();

    /** What there is to say of one person; asked for while the page is drawn. */
    default Details details(Person person) {
        return Details.NONE;
    }

    /**
     * About one person.
     *
     * @param until when it ends by itself
     * @param missing what is still to be done, as finished sentences in the reader's language
     */
    record Details(Optional<Instant> until, List<String> missing) {

        public static final Details NONE = new Details(Optional.empty(), List.of());

        public Details {
            missing = List.copyOf(missing);
        }
    }
}
