// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.keyset.SuiteUnavailable;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;

/**
 * Tokens: what an application gets that must tell customers apart but not hold the value. A token is
 * one block of AES, or of SM4 in suite SM, over the customer's id under a key of the recipient and the
 * field, so no table is kept, two recipients cannot join what they hold, and nothing of the value is in it.
 *
 * <p>A token is a name, not a proof: it carries no check of its own. A made-up token, or one of another
 * recipient, opens to an id that no customer has. Opening must therefore end in finding the customer
 * and in the same decision that any reveal takes.
 */
public final class Tokens {

    private static final String LABEL = "shouxin/1 token ";
    // The digit is this format with suite AES or SM: the suite's own code, and a later format takes another.
    private static final Pattern FORM = Pattern.compile(
            "([a-z][a-z0-9-]{0,40}):([12])([0-7][" + Base32.ALPHABET + "]{" + (Base32.LENGTH - 1) + "})");

    private Tokens() {}

    /** What a token stands for. */
    public record Opened(String field, UUID customer) {}

    /** The token for this field of this customer by suite AES. */
    public static String token(SecretBytes tokenKey, String field, UUID customer) {
        return token(tokenKey, field, customer, Suite.AES);
    }

    /**
     * The token for this field of this customer, always the same under one token key and suite.
     *
     * @param tokenKey at least 32 random bytes, one key for each recipient
     * @throws SuiteUnavailable if no provider has the suite
     */
    public static String token(SecretBytes tokenKey, String field, UUID customer, Suite suite) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(customer.getMostSignificantBits())
                .putLong(customer.getLeastSignificantBits())
                .array();
        String name = FieldName.required(field);
        byte[] block = inOneBlock(suite, Cipher.ENCRYPT_MODE, tokenKey, name, id);
        return name + ":" + suite.code() + Base32.encode(block);
    }

    /**
     * What the token stands for under this key, by the suite it names. Empty if the text is not a token, or
     * is one of a suite that is not available here: the text comes from outside, and made none of ours here.
     */
    public static Optional<Opened> open(SecretBytes tokenKey, String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            return Optional.empty();
        }
        Suite suite = Suite.ofCode(form.group(2).charAt(0) - '0');
        if (!suite.isAvailable()) {
            return Optional.empty();
        }
        byte[] block = Base32.decode(form.group(3));
        ByteBuffer id = ByteBuffer.wrap(
                inOneBlock(suite, Cipher.DECRYPT_MODE, tokenKey, form.group(1), block));
        return Optional.of(new Opened(form.group(1), new UUID(id.getLong(), id.getLong())));
    }

    /** The field that a token names, without any key; empty if the text is not a token. */
    public static Optional<String> field(String token) {
        Matcher form = FORM.matcher(token);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /** One block, so ECB is the bare permutation; equal ids look equal, which is what a token is for. */
    private static byte[] inOneBlock(Suite suite, int mode, SecretBytes tokenKey, String field, byte[] block) {
        try (SecretBytes key = Hkdf.expand(suite, tokenKey, LABEL + field, suite.keyBytes())) {
            Cipher cipher = suite.newBlockCipher();
            cipher.init(mode, key.key(suite.keyAlgorithm(), PlainAccess.granted()));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A block cipher takes a block.", e);
        }
    }
}
