// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.Scene;
import io.shouxin.server.staff.Person;

import java.util.Optional;

/**
 * Names the one person who is accountable for what is asked for (the A of a RACI matrix). A scene whose approvers are
 * {@code accountable} is decided by them, or by their deputy; where there is none, by nobody.
 */
public interface Accountable {

    /** For requests of this person in this scene, which says the classes. */
    Optional<Person> of(Scene scene, Person asker);
}
