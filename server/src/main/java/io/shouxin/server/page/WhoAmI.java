// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

import java.util.Optional;
import java.util.Set;

/** The person this request belongs to; empty before sign-in and for programs. */
public interface WhoAmI {

    Optional<Reader> reader();

    /**
     * @param name how the person is called, in the language of the present reader
     * @param roleKey the message key of the role's name
     * @param number the staff number, such as {@code KF03127}
     * @param permissions what the person may do at this moment, suspensions already taken off
     */
    record Reader(String name, String roleKey, String number, Set<String> permissions) {

        public Reader {
            permissions = Set.copyOf(permissions);
        }

        /** Whether a place that needs this permission is shown; an empty one needs none. */
        public boolean may(String permission) {
            return permission.isEmpty() || permissions.contains(permission);
        }
    }
}
