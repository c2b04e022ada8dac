// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;

/**
 * Pseudonyms for the identifiers in a file that leaves the house: one AES block per value, under a key of the
 * release and the recipient.
 *
 * <p><b>Guarantee.</b> Within one release for one recipient equal values have equal pseudonyms, however they
 * were written, and different values different ones; with the release key each turns back into its value.
 * Two recipients, or two releases, have nothing in common by which their files could be joined.
 *
 * <p><b>Warning.</b> A pseudonym is personal information (PIPL article 73: de-identified, not anonymised). How
 * often one occurs, when and where, can still single a person out; see the measures of
 * {@code io.shouxin.core.risk}. Whoever has the release key can turn every pseudonym back.
 *
 * <p>docs/spec/ff1-and-pseudonyms.md has the format. Not for use by several threads at once.
 */
public final class Pseudonyms implements AutoCloseable {

    static final byte VERSION = '1';

    private static final String LABEL = "shouxin/1 pseudonym ";
    private static final String LABEL_VERSION6 = "shouxin/1 pseudonym-ipv6 ";
    private static final Pattern FORM =
            Pattern.compile("([miecvwrn])1([0-7][" + Base32.ALPHABET + "]{" + (Base32.LENGTH - 1) + "})");

    private final SecretBytes key;
    private final SecretBytes version6Key;
    private final PseudonymBatch single;
    private final Cipher reverse;
    private final Cipher reverseVersion6;

    private Pseudonyms(SecretBytes key, SecretBytes version6Key) {
        this.key = key;
        this.version6Key = version6Key;
        this.single = batch(1);
        this.reverse = BlockCipher.AES_256.open(Cipher.DECRYPT_MODE, key);
        this.reverseVersion6 = BlockCipher.AES_256.open(Cipher.DECRYPT_MODE, version6Key);
    }

    /** What a pseudonym stands for, in the normal form of its type. */
    public record Original(PseudonymType type, SecretText value) {}

    /**
     * The pseudonyms of one recipient of one release.
     *
     * @param releaseKey at least 32 random bytes, for one release; stays the caller's to close
     * @param recipient in the form of a field name
     */
    public static Pseudonyms of(SecretBytes releaseKey, String recipient) {
        String name = FieldName.required(recipient);
        int bytes = BlockCipher.AES_256.keyBytes();
        return new Pseudonyms(Hkdf.expand(releaseKey, LABEL + name, bytes),
                Hkdf.expand(releaseKey, LABEL_VERSION6 + name, bytes));
    }

    /** A batch for up to so many values. From some hundreds on a call of the cipher costs nothing by itself. */
    public PseudonymBatch batch(int capacity) {
        return new PseudonymBatch(BlockCipher.AES_256.open(Cipher.ENCRYPT_MODE, key),
                BlockCipher.AES_256.open(Cipher.ENCRYPT_MODE, version6Key), capacity);
    }

    /**
     * A column of one type whose values are numbers already.
     *
     * @throws TokenRefused {@code token.format} for a type that has no such form, see {@link PseudonymColumn}
     */
    public PseudonymColumn column(PseudonymType type) {
        return new PseudonymColumn(BlockCipher.AES_256.open(Cipher.ENCRYPT_MODE, key), type);
    }

    /**
     * The pseudonym of one value.
     *
     * @throws InvalidValue if the type refuses the value
     * @throws TokenRefused {@code token.format} for an address or digits that are none
     */
    public String encryptDeterministically(PseudonymType type, SecretText value) {
        single.clear();
        single.add(type, value.plain(PlainAccess.granted()));
        single.encryptDeterministically();
        return single.text(0);
    }

    /**
     * What the pseudonym stands for. Empty if the text is not a pseudonym, and, except for IPv6, if it is one of
     * another key or made up: a wrong one passes with a chance below 2^-34.
     */
    public Optional<Original> reverse(String pseudonym) {
        Matcher form = FORM.matcher(pseudonym);
        if (!form.matches()) {
            return Optional.empty();
        }
        PseudonymType type = type(form.group(1).charAt(0));
        byte[] block = new byte[BlockCipher.BLOCK_BYTES];
        BlockCipher.blocks(type == PseudonymType.IPV6 ? reverseVersion6 : reverse,
                Base32.decode(form.group(2)), block.length, block);
        ByteBuffer words = ByteBuffer.wrap(block);
        return PseudonymBlock.value(type, words.getLong(), words.getLong())
                .map(value -> new Original(type, SecretText.of(value)));
    }

    /** Wipes the keys; what the JDK's ciphers hold of them is out of reach. No batch can be made afterwards. */
    @Override
    public void close() {
        key.close();
        version6Key.close();
    }

    @Override
    public String toString() {
        return "Pseudonyms";
    }

    private static PseudonymType type(char letter) {
        for (PseudonymType type : PseudonymType.values()) {
            if (type.letter() == letter) {
                return type;
            }
        }
        throw new IllegalStateException("The form has a letter that no type has.");
    }
}
