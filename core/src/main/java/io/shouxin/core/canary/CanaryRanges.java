// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.canary;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where canaries get what somebody could be reached by. An operator names blocks of its own that it never gives out, so
 * that nobody can tell a canary by its number; what is shipped is held by nobody in China and known to everybody who
 * reads this.
 *
 * @param phonePrefixes the first 3 to 9 digits of mobile numbers, at least one; the rest is filled up to eleven digits
 * @param mailDomain where no mailbox is anybody's
 */
public record CanaryRanges(List<String> phonePrefixes, String mailDomain) {

    private static final Pattern PREFIX = Pattern.compile("1[3-9][0-9]{1,7}");
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    // Below the patterns, which it is checked by.
    /** Prefixes that no operator has, and a domain that RFC 2606 keeps free. */
    public static final CanaryRanges UNASSIGNED = new CanaryRanges(List.of("164", "194"), "mail.example");

    /** @throws IllegalArgumentException naming what is not a prefix or a domain */
    public CanaryRanges {
        phonePrefixes = List.copyOf(phonePrefixes);
        if (phonePrefixes.isEmpty() || !phonePrefixes.stream().allMatch(one -> PREFIX.matcher(one).matches())) {
            throw new IllegalArgumentException("prefixes of mobile numbers have 3 to 9 digits and begin with 13 to 19");
        }
        if (!DOMAIN.matcher(mailDomain).matches()) {
            throw new IllegalArgumentException("a mail domain has labels of small letters, digits and hyphens");
        }
    }
}
