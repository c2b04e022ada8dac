// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Where root versions are kept. A version is made once, opens as often as the custody is asked, and is
 * destroyed for good; none of them is ever in the database.
 *
 * <p>Each step stands being repeated: {@link #make} under a number that a crash left behind makes it anew,
 * {@link #destroy} of what is gone already does nothing.
 */
sealed interface Custody permits KeyFileCustody, TokenCustody, ShareCustody {

    /** The sorts of custody, as they are configured and as the database remembers them. */
    enum Kind {
        /** A file under a passphrase. */
        FILE,
        /** A hardware security module, by PKCS#11. */
        HSM,
        /** Shares in the hands of several custodians. */
        SHARES;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    Kind kind();

    /** Whether it opens only with people at hand; then no start and no node opens by itself. */
    default boolean needsPeople() {
        return kind() == Kind.SHARES;
    }

    /** The versions it holds now. */
    SortedSet<Integer> versions();

    /** Makes a new root version and keeps it durably before it returns. */
    Root make(int version);

    /**
     * Opens these versions.
     *
     * @throws KeysFailed if one of them is not there or does not open
     */
    Map<Integer, Root> open(Set<Integer> versions);

    /** Destroys this version, in this custody and for good. */
    void destroy(int version);

    /** Ends what is open towards the outside; what was opened is of no use any more. */
    void close();
}
