// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A CIDR block. Reads literals only: a name would be looked up, and an answer from DNS is no proof. */
record Network(byte[] address, int prefix) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** Reads {@code 10.0.0.0/8} or {@code fd00::/8}; empty when it is not one or has bits past the prefix. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return literal(text.substring(0, slash))
                .filter(address -> prefix <= address.length * 8 && zeroAfter(address, prefix))
                .map(address -> new Network(address, prefix));
    }

    /** True when the text is an address inside this block. */
    boolean contains(String text) {
        Optional<byte[]> other = literal(text);
        return other.isPresent() && other.get().length == address.length && sameStart(other.get());
    }

    private boolean sameStart(byte[] other) {
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(address, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean zeroAfter(byte[] address, int prefix) {
        for (int bit = prefix; bit < address.length * 8; bit++) {
            if (bit(address, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / 8] >> (7 - index % 8) & 1;
    }

    private static Optional<byte[]> literal(String text) {
        return IPV4.matcher(text).matches() ? ipv4(text)
                : IPV6.matcher(text).matches() ? ipv6(text) : Optional.empty();
    }

    private static Optional<byte[]> ipv4(String text) {
        byte[] bytes = new byte[4];
        String[] parts = text.split("\\.");
        for (int i = 0; i < 4; i++) {
            int part = Integer.parseInt(parts[i]);
            // 010 is eight to some readers and ten to others.
            if (part > 255 || !parts[i].equals(Integer.toString(part))) {
                return Optional.empty();
            }
            bytes[i] = (byte) part;
        }
        return Optional.of(bytes);
    }

    /** Text with a colon is never looked up by the JDK; ::ffff:10.0.0.1 comes back as IPv4. */
    private static Optional<byte[]> ipv6(String text) {
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
