// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.util.List;

/** The stored named secrets, as {@link RootRotation} reads and changes them. */
public interface NamedSecrets {

    /**
     * The next ones by rising name.
     *
     * @param name the last that was seen, empty to begin with
     * @param limit at most so many
     */
    List<NamedSecret> after(String name, int limit);

    /** Puts these in the place of what is stored under their names. */
    void replace(List<NamedSecret> secrets);
}
