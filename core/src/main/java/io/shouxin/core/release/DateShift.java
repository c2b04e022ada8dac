// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.release;

import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.release.ReleaseRefused.Reason;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Moves all days of one person by the same number of days, another one for each person, so that the time between
 * two events of a person stays right and the calendar does not.
 *
 * <p><b>Limit.</b> One day of a person that somebody knows gives the person's shift away, and with it all the
 * others. Weekends and holidays show through. The shift is at most {@code daysMax}, so years mostly stay.
 * Not for use by several threads at once.
 */
public final class DateShift {

    private static final String LABEL = "shouxin/1 date-shift ";
    private static final int DAYS_MAX = 3650;

    private final Mac mac;
    private final int daysMax;

    private DateShift(Mac mac, int daysMax) {
        this.mac = mac;
        this.daysMax = daysMax;
    }

    /**
     * Shifts for one recipient of one release.
     *
     * @param releaseKey at least 32 random bytes, for one release; stays the caller's to close
     * @param recipient in the form of a field name
     * @param daysMax 1 to 3650; every shift from -daysMax to daysMax but 0 is equally likely
     * @throws ReleaseRefused {@code release.date-shift}
     */
    public static DateShift of(SecretBytes releaseKey, String recipient, int daysMax) {
        if (daysMax < 1 || daysMax > DAYS_MAX) {
            throw Reason.DATE_SHIFT.refusal();
        }
        try (SecretBytes key = Hkdf.expand(releaseKey, LABEL + FieldName.required(recipient), 32)) {
            byte[] plain = key.plain(PlainAccess.granted());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(plain, "HmacSHA256"));
            Arrays.fill(plain, (byte) 0);
            return new DateShift(mac, daysMax);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        }
    }

    /** The person's shift in days, never 0. */
    public int days(SecretText person) {
        byte[] id = person.plain(PlainAccess.granted()).getBytes(StandardCharsets.UTF_8);
        // 2^63 over at most 7300 values: no value is more likely by more than 10^-15.
        long number = ByteBuffer.wrap(mac.doFinal(id)).getLong() >>> 1;
        int shift = (int) (number % (2L * daysMax)) - daysMax;
        return shift >= 0 ? shift + 1 : shift;
    }

    /** A day or moment of this person, moved. */
    @SuppressWarnings("unchecked") // Adding days keeps the type.
    public <T extends Temporal> T shifted(SecretText person, T time) {
        return (T) time.plus(days(person), ChronoUnit.DAYS);
    }

    /** The day or moment that was moved. */
    @SuppressWarnings("unchecked") // Taking days away keeps the type.
    public <T extends Temporal> T unshifted(SecretText person, T time) {
        return (T) time.minus(days(person), ChronoUnit.DAYS);
    }

    @Override
    public String toString() {
        return "DateShift(" + daysMax + " days)";
    }
}
