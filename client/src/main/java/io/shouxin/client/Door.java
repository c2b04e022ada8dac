// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The server's address, checked before a key is ever sent to it. */
final class Door {

    // Literal addresses only: what a name resolves to may change between the check and the request.
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

    private final String base;

    private Door(String base) {
        this.base = base;
    }

    static Door at(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        String host = address.getHost();
        if (host == null || address.getRawUserInfo() != null || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException("The address is https://host[:port][/prefix] and nothing more.");
        }
        boolean here = LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
        if (!scheme.equals("https") && !(scheme.equals("http") && here)) {
            throw new IllegalArgumentException(
                    "Only https leaves this machine: plain http would show the key and every value to the network.");
        }
        return new Door(address.toString().replaceFirst("/+$", ""));
    }

    URI at(String path) {
        return URI.create(base + path);
    }

    boolean https() {
        return base.regionMatches(true, 0, "https:", 0, 6);
    }

    @Override
    public String toString() {
        return base;
    }
}
