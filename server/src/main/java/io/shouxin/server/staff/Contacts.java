// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.detect.ForeignNumbers;
import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Suite;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The door to where people are reached. Mail address and mobile number are personal information of staff
 * (PIPL Art. 13): they lie sealed under a key that is not in the database, tied to the person's number, and
 * are in no entry, log line or address.
 */
@Service
public class Contacts {

    private static final String KEY = "staff-contact";
    private static final byte VERSION = 1;
    private static final int MAIL_MAX = 254;
    private static final Pattern MOBILE = Pattern.compile("\\+?[0-9]{6,15}");
    private static final ForeignNumbers PLANS = new NumberPlans();

    private final StaffTable table;
    private final Ledger ledger;
    private final Keys keys;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    Contacts(StaffTable table, Ledger ledger, Keys keys, TransactionTemplate transaction) {
        this.table = table;
        this.ledger = ledger;
        this.keys = keys;
        this.transaction = transaction;
    }

    /** Makes the key, which is not made within a transaction: who opens one around {@link #change} calls this first. */
    public void prepare() {
        keys.named(KEY);
    }

    /** Where the person behind this number is reached; a sub-account has its person's. */
    public Contact of(String number) {
        return table.mainOf(number).flatMap(person -> table.contact(person).map(sealed -> open(person, sealed)))
                .orElse(Contact.NONE);
    }

    /**
     * Sets both; an empty one is forgotten. The entry says which of them are there and nothing of what they are.
     *
     * @throws Refused with {@code staff.rule.mail} or {@code staff.rule.mobile} beside the part
     */
    public void change(String number, Contact contact, Caller by) {
        prepare();
        transaction.executeWithoutResult(status -> write(number, contact, by));
    }

    private void write(String number, Contact contact, Caller by) {
        String person = table.mainOf(number).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
        new Checks().that(contact.mail().map(Contacts::isMail).orElse(true), "mail", "staff.rule.mail")
                .that(contact.mobile().map(Contacts::isMobile).orElse(true), "mobile", "staff.rule.mobile")
                .throwIfAny();
        if (contact.equals(of(person))) {
            return;
        }
        if (contact.equals(Contact.NONE)) {
            table.dropContact(person);
        } else {
            table.putContact(person, seal(person, contact));
        }
        String there = String.join(" ", Stream.of(contact.mail().map(any -> "mail"), contact.mobile().map(
                any -> "mobile")).flatMap(Optional::stream).toList());
        ledger.append(ledger.draft(by.actor(), "staff.change-contact").object("person", person)
                .detail("has", there));
    }

    /** Whether mail could go there: the form only. */
    public static boolean isMail(String text) {
        return text.length() <= MAIL_MAX && text.matches("[^\\s@<>\"\\p{Cntrl}]+@[A-Za-z0-9.-]+");
    }

    /**
     * Whether a message could go there: digits, or + and a number as long as those of a country that exists. Whether
     * its range is in use is not asked: ranges open faster than the tables of a release.
     */
    public static boolean isMobile(String text) {
        return MOBILE.matcher(text).matches()
                && (text.charAt(0) != '+' || PLANS.look(text.substring(1)) != ForeignNumbers.Answer.INVALID);
    }

    private byte[] seal(String person, Contact contact) {
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = (contact.mail().orElse("") + "\n" + contact.mobile().orElse("")).getBytes(UTF_8);
        byte[] body = Gcm.seal(Suite.AES, keys.named(KEY), nonce, bound(person), plain);
        return ByteBuffer.allocate(1 + nonce.length + body.length).put(VERSION).put(nonce).put(body).array();
    }

    /** What does not open was changed or moved to another person: nobody is reached by it. */
    private Contact open(String person, byte[] sealed) {
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + Gcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, 1 + Gcm.NONCE_BYTES, sealed.length);
        String[] parts = Gcm.open(Suite.AES, keys.named(KEY), nonce, bound(person), body)
                .map(plain -> new String(plain, UTF_8))
                .orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "staff.refused.contact-damaged"))
                .split("\n", 2);
        return new Contact(Optional.of(parts[0]).filter(one -> !one.isEmpty()),
                Optional.of(parts[1]).filter(one -> !one.isEmpty()));
    }

    private static byte[] bound(String person) {
        return ("shouxin/1 staff-contact " + person).getBytes(UTF_8);
    }
}
