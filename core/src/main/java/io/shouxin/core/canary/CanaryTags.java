// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a canary's values: HMAC-SHA-256 over what is left of a value when everything is dropped that copying
 * changes (case, width, blanks, hyphens, a leading 86), cut to 16 bytes. So who reads the table cannot take the
 * canaries out of a file, and a number is found in whatever writing.
 *
 * <p>Not for use by several threads at once.
 */
public final class CanaryTags {

    public static final int TAG_BYTES = 16;

    private static final Pattern COUNTRY = Pattern.compile("(?:00)?86(1[3-9][0-9]{9})");

    private final Mac mac;

    /** @param key 32 random bytes; it may be closed afterwards */
    public CanaryTags(SecretBytes key) {
        byte[] plain = key.plain(PlainAccess.granted());
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(plain, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** The tag of a value as somebody has written it. */
    public byte[] tag(String written) {
        return Arrays.copyOf(mac.doFinal(loose(written).getBytes(UTF_8)), TAG_BYTES);
    }

    /** The tag of two values that stand in one row, in whatever order. */
    public byte[] tag(String one, String other) {
        String first = loose(one);
        String second = loose(other);
        String both = first.compareTo(second) <= 0 ? first + '\n' + second : second + '\n' + first;
        return Arrays.copyOf(mac.doFinal(both.getBytes(UTF_8)), TAG_BYTES);
    }

    /** Letters, digits and the stars of a mask, in upper case and half width; of a Chinese mobile number no country. */
    static String loose(String written) {
        String upper = Normalizer.normalize(written, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        StringBuilder kept = new StringBuilder(upper.length());
        upper.codePoints().filter(c -> Character.isLetterOrDigit(c) || c == '*').forEach(kept::appendCodePoint);
        Matcher country = COUNTRY.matcher(kept);
        return country.matches() ? country.group(1) : kept.toString();
    }
}
