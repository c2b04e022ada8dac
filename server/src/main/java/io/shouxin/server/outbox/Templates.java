// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.language.Words;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The words of messages, in the language of whoever gets them. They lie in the message files of the calling module. */
@Component
class Templates {

    private static final String SUBJECT = ".subject";
    private static final String TEXT = ".text";
    private static final String SMS = ".sms";

    private final Words words;

    Templates(Words words) {
        this.words = words;
    }

    /** @throws IllegalStateException if a text is missing in one of the languages */
    void require(Message message) {
        List<String> parts = message.kind() == Message.Kind.MAIL ? List.of(SUBJECT, TEXT) : List.of(SMS);
        for (String part : parts) {
            String key = message.template() + part;
            for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
                if (words.in(language, key).equals(key)) {
                    throw new IllegalStateException("There is no text " + key + " in " + language.toLanguageTag());
                }
            }
        }
    }

    Outgoing outgoing(Stored message, Letter letter, Instant now) {
        Object[] parameters = letter.parameters().stream().map(one -> one.plain(PlainAccess.granted())).toArray();
        boolean mail = message.kind() == Message.Kind.MAIL;
        String subject = mail ? words.in(letter.language(), message.template() + SUBJECT, parameters) : "";
        String text = words.in(letter.language(), message.template() + (mail ? TEXT : SMS), parameters);
        return new Outgoing(message.id(), letter.address(), SecretText.of(oneLine(subject)), SecretText.of(text), now,
                Duration.between(now, message.times().validUntil()));
    }

    /** A line break in a subject would begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }
}
