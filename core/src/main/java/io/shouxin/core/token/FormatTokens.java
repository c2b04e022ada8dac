// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.core.token.Cutter.Cut;
import io.shouxin.core.token.TokenRefused.Reason;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens that look like the values they stand for, for systems that refuse anything else: a phone number for a
 * phone number, an identity number for an identity number, with FF1 under a key of the release and the recipient.
 *
 * <p><b>Guarantee.</b> A token has the form of its value and keeps what its {@link TokenFormat} says. Within one
 * release for one recipient equal values have equal tokens and different values different ones. Two recipients'
 * tokens have only the kept part in common.
 *
 * <p><b>Warning.</b> What {@link Ff1} warns of. Besides, a token can be a number that somebody else really has:
 * nobody may call, charge or look up a token. Where the form need not survive, take {@link Pseudonyms}.
 *
 * <p>Numbers outside the form (a fixed line that begins with 1, a day that does not exist) are enciphered again
 * until one is inside, which is called cycle walking and stays a permutation of the form.
 * docs/spec/ff1-and-pseudonyms.md has the format. Not for use by several threads at once.
 */
public final class FormatTokens implements AutoCloseable {

    private static final String LABEL = "shouxin/1 format-token ";
    private static final LocalDate LAST_DAY_MIN = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY_MAX = LocalDate.of(2199, 12, 31);

    private final SecretBytes key;
    private final LocalDate lastDay;
    private final Map<Integer, Map<Integer, Ff1TweakedBatch>> batches = new HashMap<>();

    private FormatTokens(SecretBytes key, LocalDate lastDay) {
        this.key = key;
        this.lastDay = lastDay;
    }

    /**
     * The tokens of one recipient of one release.
     *
     * @param releaseKey at least 32 random bytes, for one release; stays the caller's to close
     * @param recipient in the form of a field name
     * @param lastDay the release's day, 2000 to 2199: no identity number's token is born after it. Reversing
     *     needs the same day
     * @throws TokenRefused {@code token.value-out-of-range} for another day
     */
    public static FormatTokens of(SecretBytes releaseKey, String recipient, LocalDate lastDay) {
        if (lastDay.isBefore(LAST_DAY_MIN) || lastDay.isAfter(LAST_DAY_MAX)) {
            throw Reason.RANGE.refusal();
        }
        String label = LABEL + FieldName.required(recipient);
        return new FormatTokens(Hkdf.expand(releaseKey, label, BlockCipher.AES_256.keyBytes()), lastDay);
    }

    /**
     * The token of one value in any writing that its type understands.
     *
     * @throws InvalidValue if the type refuses the value
     * @throws TokenRefused {@code token.ff1.small-domain} for a number too short to keep its country
     */
    public String encryptDeterministically(TokenFormat format, SecretText value) {
        Cut cut = format.cutter().cut(value.plain(PlainAccess.granted()), lastDay);
        return walked(format, cut, false);
    }

    /**
     * The value, in its normal form, that has this token.
     *
     * @throws InvalidValue and {@link TokenRefused} if the token does not have the form; a made-up one of the form
     *     stands for some value as well
     */
    public SecretText reverse(TokenFormat format, String token) {
        return SecretText.of(walked(format, format.cutter().cut(token, lastDay), true));
    }

    /**
     * The tokens of many values, those of one length together.
     *
     * @return as many; null where the value was refused, so that a wrong value is never passed on as it is
     */
    public String[] encryptDeterministically(TokenFormat format, String[] values) {
        Cut[] cuts = new Cut[values.length];
        String[] tokens = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            cuts[i] = cut(format, values[i]);
        }
        boolean[] done = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            if (cuts[i] != null && !done[i]) {
                same(format, cuts, i, tokens, done);
            }
        }
        return tokens;
    }

    /** Wipes the key; what the JDK's ciphers hold of it is out of reach. Nothing can be made or reversed afterwards. */
    @Override
    public void close() {
        batches.clear();
        key.close();
    }

    @Override
    public String toString() {
        return "FormatTokens";
    }

    private Cut cut(TokenFormat format, String value) {
        try {
            return value == null ? null : format.cutter().cut(value, lastDay);
        } catch (InvalidValue | TokenRefused refused) {
            return null;
        }
    }

    /** All values from here on that the same FF1 enciphers, again and again until each has a token. */
    private void same(TokenFormat format, Cut[] cuts, int first, String[] tokens, boolean[] done) {
        int[] indices = new int[cuts.length - first];
        int count = 0;
        for (int i = first; i < cuts.length; i++) {
            if (cuts[i] != null && !done[i] && cuts[i].radix() == cuts[first].radix()
                    && cuts[i].numerals() == cuts[first].numerals()) {
                indices[count++] = i;
                done[i] = true;
            }
        }
        int[] all = Arrays.copyOf(indices, count);
        long[] numbers = Arrays.stream(all).mapToLong(i -> cuts[i].number()).toArray();
        long[] tweaks = Arrays.stream(all).mapToLong(i -> cuts[i].tweak(format.code())).toArray();
        Ff1TweakedBatch batch = batch(cuts[first]);
        while (count > 0) {
            batch.encryptDeterministically(numbers, tweaks, 0, count);
            int left = 0;
            for (int k = 0; k < count; k++) {
                tokens[all[k]] = format.cutter().join(cuts[all[k]], numbers[k], lastDay);
                if (tokens[all[k]] == null) {
                    all[left] = all[k];
                    numbers[left] = numbers[k];
                    tweaks[left++] = tweaks[k];
                }
            }
            count = left;
        }
    }

    private String walked(TokenFormat format, Cut cut, boolean backwards) {
        Ff1TweakedBatch batch = batch(cut);
        long[] number = {cut.number()};
        long[] tweak = {cut.tweak(format.code())};
        String joined = null;
        while (joined == null) {
            if (backwards) {
                batch.decrypt(number, tweak, 0, 1);
            } else {
                batch.encryptDeterministically(number, tweak, 0, 1);
            }
            joined = format.cutter().join(cut, number[0], lastDay);
        }
        return joined;
    }

    private Ff1TweakedBatch batch(Cut cut) {
        return batches.computeIfAbsent(cut.radix(), radix -> new HashMap<>())
                .computeIfAbsent(cut.numerals(), numerals -> Ff1.of(
                        Ff1Parameters.of(BlockCipher.AES_256, cut.radix(), numerals, numerals), key)
                        .tweakedBatch(numerals));
    }
}
