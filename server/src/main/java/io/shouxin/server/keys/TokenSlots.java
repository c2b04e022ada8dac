// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which token of a security module lies in which slot. The JDK's provider takes a slot by number only, and gives
 * labels out in one way only: it prints them when its configuration says {@code showInfo}. So it is asked to,
 * once for each slot that has a token, and what this thread prints meanwhile is read. Nobody signs in for that,
 * so no PIN is tried at a token that is not ours.
 *
 * @param labels the labels by slot
 */
record TokenSlots(Map<Long, String> labels) {

    private static final Pattern SLOTS = Pattern.compile("Slots with tokens: ([0-9, ]*)");
    private static final Pattern LABEL = Pattern.compile("Token info for token in slot (\\d+):\\s+label: ([^\\r\\n]*)");

    TokenSlots {
        labels = Map.copyOf(labels);
    }

    /** @throws KeysFailed if the module does not answer */
    static TokenSlots of(Path library) {
        Map<Long, String> labels = new TreeMap<>();
        for (long slot : slots(shown(library, "slotListIndex = 0"))) {
            Matcher label = LABEL.matcher(shown(library, "slot = " + slot));
            if (label.find()) {
                labels.put(Long.valueOf(label.group(1)), label.group(2).strip());
            }
        }
        return new TokenSlots(labels);
    }

    /** @throws KeysFailed unless exactly one token bears this label */
    long slotOf(String label) {
        List<Long> found = labels.entrySet().stream().filter(one -> one.getValue().equals(label))
                .map(Map.Entry::getKey).toList();
        if (found.size() != 1) {
            throw new KeysFailed("Of the " + labels.size() + " tokens in the security module " + found.size()
                    + " bear the label of shouxin.keys.hsm-token; exactly one has to.");
        }
        return found.get(0);
    }

    private static List<Long> slots(String shown) {
        List<Long> slots = new ArrayList<>();
        Matcher all = SLOTS.matcher(shown);
        if (all.find()) {
            for (String slot : all.group(1).split("[, ]+")) {
                if (!slot.isEmpty()) {
                    slots.add(Long.valueOf(slot));
                }
            }
        }
        return slots;
    }

    private static synchronized String shown(Path library, String slot) {
        PrintStream usual = System.out;
        Overheard overheard = new Overheard(usual);
        System.setOut(new PrintStream(overheard, true, StandardCharsets.UTF_8));
        try {
            Provider asked = Security.getProvider("SunPKCS11").configure("--name = shouxin-slots\nlibrary = " + library
                    + "\n" + slot + "\nshowInfo = true\n");
            return asked.getName() + "\n" + overheard.text();
        } catch (InvalidParameterException | ProviderException failed) {
            // What was printed before it failed may be all that was asked for: no slot has a token.
            if (overheard.text().isEmpty()) {
                throw new KeysFailed("The security module could not say which tokens it has ("
                        + failed.getClass().getSimpleName() + "). Check shouxin.keys.hsm-library.");
            }
            return overheard.text();
        } finally {
            System.setOut(usual);
        }
    }

    /** Keeps what the thread that made it prints; what others print goes where it always does. */
    private static final class Overheard extends OutputStream {

        private final Thread listened = Thread.currentThread();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final PrintStream usual;

        Overheard(PrintStream usual) {
            this.usual = usual;
        }

        @Override
        public void write(int one) throws IOException {
            (Thread.currentThread() == listened ? kept : usual).write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            (Thread.currentThread() == listened ? kept : usual).write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            usual.flush();
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
