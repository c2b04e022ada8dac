// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mailbox, the part of RFC 5321 that people have: a dot-atom of at most 64 octets, letters of any
 * script included (RFC 6531), and a domain of two or more labels. Quoted local parts, address literals
 * and comments are refused. The normal form is lower case, an internationalised domain in its letters:
 * RFC 5321 lets a host tell upper from lower case, but no host that matters does, and a search has to
 * find what was typed either way.
 */
public final class EmailAddress extends CustomerValue {

    private static final int LENGTH_MAX = 254;
    private static final int LOCAL_OCTETS_MAX = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\p{L}\\p{M}\\p{Nd}-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    private EmailAddress(String normal) {
        super(normal);
    }

    /** @throws InvalidValue {@code value.email.…} */
    public static EmailAddress parse(String raw) {
        return new EmailAddress(normalForm(raw));
    }

    static String normalForm(String raw) {
        String text = CleanText.identifier(raw, LENGTH_MAX);
        int at = text.indexOf('@');
        if (at < 1 || at != text.lastIndexOf('@') || at == text.length() - 1) {
            throw Fault.EMAIL_FORM.refusal();
        }
        String local = text.substring(0, at).toLowerCase(Locale.ROOT);
        if (!LOCAL.matcher(local).matches()
                || local.getBytes(StandardCharsets.UTF_8).length > LOCAL_OCTETS_MAX) {
            throw Fault.EMAIL_LOCAL_PART.refusal();
        }
        return local + '@' + domain(text.substring(at + 1));
    }

    private static String domain(String written) {
        String ascii;
        try {
            ascii = IDN.toASCII(written).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException quotesItsInput) {
            throw Fault.EMAIL_DOMAIN.refusal();
        }
        if (ascii.length() > LENGTH_MAX || !DOMAIN.matcher(ascii).matches()) {
            throw Fault.EMAIL_DOMAIN.refusal();
        }
        return IDN.toUnicode(ascii);
    }
}
