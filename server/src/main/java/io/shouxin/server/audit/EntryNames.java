// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import java.util.Map;
import java.util.Optional;

/**
 * What the codes in an entry are called today, in the reader's language. An entry holds codes only, so
 * that nothing in it has to be changed later; the modules above that own the names implement this, each
 * for the kinds it owns. Where nobody knows a name the code itself is shown.
 *
 * <p>Asked several times for each line of a list: an implementation answers from memory.
 */
public interface EntryNames {

    /** What is named. */
    enum Kind { PURPOSE, FIELD, ROLE, ACTOR }

    Optional<String> name(Kind kind, String code);

    /** All codes of a kind with their names, in the order to offer them; empty where they are too many. */
    Map<String, String> all(Kind kind);
}
