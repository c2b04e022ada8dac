// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.Optional;

/** Who may read what: with the right to it the whole ledger, without it what one did oneself. */
final class Readers {

    private static final SimpleGrantedAuthority ALL = new SimpleGrantedAuthority("ledger.read");

    private Readers() {}

    static boolean mayRead(Authentication who) {
        return who.getAuthorities().contains(ALL);
    }

    static boolean mayRead(Authentication who, Entry entry) {
        return mayRead(who) || entry.actor().id().equals(who.getName());
    }

    static boolean may(Authentication who, String permission) {
        return who.getAuthorities().contains(new SimpleGrantedAuthority(permission));
    }

    /** Whose entries alone this reader sees; empty for all. */
    static Optional<String> only(Authentication who) {
        return mayRead(who) ? Optional.empty() : Optional.of(who.getName());
    }
}
