// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.reconcile;

import io.shouxin.core.policy.Operation;
import io.shouxin.server.approval.Approval;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds reasons that say nothing (金库申请原因随意填写): too short, typed at random, the same every time, or
 * with a ticket that was not open or is about somebody else. It is for a person to look at, not a verdict.
 */
final class Careless {

    /** What is careless about a reason. */
    enum Fault { SHORT, RANDOM, REPEATED, TICKET }

    /** One request with its faults. */
    record Found(Approval approval, Set<Fault> faults) {}

    private static final int LETTERS_MIN = 8;
    private static final int RUN_MAX = 3;
    private static final int KEYS_RUN = 5;
    private static final int REPEATS_MIN = 3;
    private static final int VARIED_FROM = 8;
    private static final double VARIETY_MIN = 0.4;
    private static final List<String> KEYBOARD =
            List.of("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern WORD = Pattern.compile("[a-z]*[aeiouy][a-z]*");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int WORDS_MIN = 2;

    private Careless() {}

    /** Those with a fault, the worst first, then the newest. */
    static List<Found> among(List<Approval> approvals) {
        Map<String, Set<String>> customers = new HashMap<>();
        approvals.forEach(one -> customers.computeIfAbsent(key(one), key -> new HashSet<>())
                .add(one.request().customers().toString()));
        List<Found> found = new ArrayList<>();
        for (Approval one : approvals) {
            Set<Fault> faults = of(one.asked().words());
            if (customers.get(key(one)).size() >= REPEATS_MIN) {
                faults.add(Fault.REPEATED);
            }
            // A search is made before anybody knows whose ticket it would be.
            if (!one.asked().ticketHeld() && one.request().operation() != Operation.SEARCH) {
                faults.add(Fault.TICKET);
            }
            if (!faults.isEmpty()) {
                found.add(new Found(one, faults));
            }
        }
        found.sort(Comparator.comparingInt((Found one) -> -one.faults().size())
                .thenComparing(one -> one.approval().asked().at(), Comparator.reverseOrder()));
        return found;
    }

    /** The same person with the same words, however they are spaced. */
    private static String key(Approval one) {
        return one.request().actor() + "|" + plain(one.asked().words());
    }

    /** What the words alone show. */
    static Set<Fault> of(String words) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        String plain = plain(words);
        int letters = plain.codePointCount(0, plain.length());
        boolean han = HAN.matcher(plain).find();
        // A character says about as much as two letters.
        if ((han ? 2 : 1) * letters < 2 * LETTERS_MIN) {
            faults.add(Fault.SHORT);
        }
        if (run(plain) > RUN_MAX || keys(plain) || monotonous(plain, letters) || !han && !words(words)) {
            faults.add(Fault.RANDOM);
        }
        return faults;
    }

    private static String plain(String words) {
        return BETWEEN.matcher(Normalizer.normalize(words, Normalizer.Form.NFKC)).replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static int run(String plain) {
        int longest = 0;
        int present = 0;
        for (int i = 0; i < plain.length(); i++) {
            present = i > 0 && plain.charAt(i) == plain.charAt(i - 1) ? present + 1 : 1;
            longest = Math.max(longest, present);
        }
        return longest;
    }

    private static boolean keys(String plain) {
        for (String row : KEYBOARD) {
            for (int i = 0; i + KEYS_RUN <= row.length(); i++) {
                String part = row.substring(i, i + KEYS_RUN);
                if (plain.contains(part) || plain.contains(new StringBuilder(part).reverse())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean monotonous(String plain, int letters) {
        return letters >= VARIED_FROM && plain.codePoints().distinct().count() < VARIETY_MIN * Math.min(letters, 20);
    }

    private static boolean words(String words) {
        return BETWEEN.splitAsStream(words.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() > 2 && WORD.matcher(word).matches()).count() >= WORDS_MIN;
    }
}
