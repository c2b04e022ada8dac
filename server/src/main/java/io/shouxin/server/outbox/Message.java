// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.SecretText;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is to be sent to whom, and for how long it is worth sending.
 *
 * @param once the caller's own name for this one message, such as {@code approval.4711.code}: the same name
 *     again is the same message and is not sent twice. It lies in clear, so it holds no value
 * @param purpose what it is for, such as {@code approval.code}; stands in the ledger
 * @param template the key of its words in both languages: {@code <template>.subject} and {@code <template>.text}
 *     for mail, {@code <template>.sms} for a short message
 * @param parameters what is put into the words, in their order; at most 20 of at most 2,000 characters
 * @param validity how long after now it may still be handed over, 10 seconds to 7 days; later it lapses
 * @throws IllegalStateException if one of them is outside these bounds: that is the calling module's mistake
 */
public record Message(Kind kind, String once, String purpose, Recipient to, String template,
        List<SecretText> parameters, Duration validity) {

    /** By which way it goes. */
    public enum Kind {
        MAIL, SMS;

        /** As entries, settings and message keys write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whoever gets it.
     *
     * @param id the staff number: what the ledger, limits and pages call the recipient by
     * @param address the mail address or telephone number, sealed as soon as it is in the outbox
     * @param language {@link Locale#SIMPLIFIED_CHINESE} or {@link Locale#ENGLISH}
     */
    public record Recipient(String id, SecretText address, Locale language) {

        boolean readsChinese() {
            return language.getLanguage().equals(Locale.CHINESE.getLanguage());
        }
    }

    /** The name of a message that is in the outbox. */
    public record Id(java.util.UUID value) {

        @Override
        public String toString() {
            return value.toString();
        }
    }

    static final Duration VALIDITY_MIN = Duration.ofSeconds(10);
    static final Duration VALIDITY_MAX = Duration.ofDays(7);
    static final int PARAMETERS_MAX = 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,119}");

    public Message {
        parameters = List.copyOf(parameters);
        for (String name : List.of(once, purpose, template, to.id())) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalStateException("A message is named by letters, digits, dots and hyphens, up to 120.");
            }
        }
        if (validity.compareTo(VALIDITY_MIN) < 0 || validity.compareTo(VALIDITY_MAX) > 0) {
            throw new IllegalStateException("A message is valid for 10 seconds to 7 days, not " + validity);
        }
        if (parameters.size() > PARAMETERS_MAX) {
            throw new IllegalStateException("A message takes at most 20 parameters.");
        }
    }
}
