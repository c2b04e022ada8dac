// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.OtherNode;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.Sessions;
import io.shouxin.server.staff.StaffFixture;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Somebody's authenticator app. Each code it gives is of a later step than the one before, as no code counts twice. */
public final class FactorFixture {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEPS_OF_A_TEST = 12;

    private final SecretBytes secret;
    private long last;

    private FactorFixture(String text) {
        this.secret = SecretBytes.copyOf(decoded(text));
    }

    /** An app with this secret, as it is shown to be typed. */
    public static FactorFixture app(String text) {
        return new FactorFixture(text);
    }

    /** Enrols this person, and answers their app. */
    public static FactorFixture enrolled(Factors factors, String number) {
        return new FactorFixture(factors.enrol(number, StaffFixture.TEST));
    }

    /** The door as another node has it, with a clock of its own. */
    static Factors onAnotherNode(BeanFactory here, OtherNode node, Clock clock) {
        return new Factors(here.getBean(FactorTable.class), here.getBean(PasskeyTable.class),
                here.getBean(Sessions.class), here.getBean(Keys.class),
                node.ledger(), node.rulings(), here.getBean(TransactionTemplate.class), clock);
    }

    /**
     * A code that counts now and was not given before; two at most within 30 seconds. It is not of the step
     * before, which would be too old if the next began on the way.
     */
    public String code() {
        last = Math.max(last + 1, Totp.step(Instant.now()));
        return Totp.code(secret, last);
    }

    /** Both steps of a sign-in. */
    public Browser.Answer signIn(Browser browser, String number) {
        browser.signIn(number, StaffFixture.PASSWORD);
        return browser.submit("/sign-in/factor", "/sign-in/factor", "code", code());
    }

    String codeAt(Instant at) {
        return Totp.code(secret, Totp.step(at));
    }

    /** Six digits that are none of the codes of the next minutes. */
    public String wrongCode() {
        long step = Totp.step(Instant.now()) - 1;
        Set<String> right = LongStream.range(step, step + STEPS_OF_A_TEST)
                .mapToObj(one -> Totp.code(secret, one)).collect(Collectors.toSet());
        return IntStream.iterate(0, i -> i + 1).mapToObj("%06d"::formatted)
                .filter(digits -> !right.contains(digits)).findFirst().orElseThrow();
    }

    private static byte[] decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char one : text.toCharArray()) {
            held = held << 5 | BASE32.indexOf(one);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >>> bits & 0xFF);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
