// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jsmpp.bean.Alphabet;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A text as SMPP carries it: in the GSM 03.38 default alphabet, one septet an octet, or else in UCS-2 (UTF-16BE).
 *
 * @param bytes the text
 * @param fits whether it is one short message: 160 septets or 70 UCS-2 units (3GPP TS 23.040 9.2.3.24.1)
 */
record SmsText(Alphabet alphabet, byte[] bytes, boolean fits) {

    /** Parts of a longer text that a handset puts together; the SMSC cuts it. */
    static final int PARTS_MAX = 10;

    private static final int SEPTETS = 160;
    private static final int SEPTETS_OF_PART = 153;
    private static final int UCS2_OCTETS = 140;
    private static final int UCS2_OCTETS_OF_PART = 134;
    private static final byte ESCAPE = 0x1b;
    /** In the order of their codes; place 0x1b is the escape to the second table. */
    private static final String DEFAULT = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final Map<Character, Integer> SECOND = Map.of('\f', 0x0a, '^', 0x14, '{', 0x28, '}', 0x29,
            '\\', 0x2f, '[', 0x3c, '~', 0x3d, ']', 0x3e, '|', 0x40, '€', 0x65);
    private static final Map<Character, Integer> FIRST = first();

    private static Map<Character, Integer> first() {
        Map<Character, Integer> codes = new HashMap<>();
        for (int code = 0; code < DEFAULT.length(); code++) {
            if (code != ESCAPE) {
                codes.put(DEFAULT.charAt(code), code);
            }
        }
        return Map.copyOf(codes);
    }

    static SmsText of(String text) {
        if (text.chars().allMatch(c -> FIRST.containsKey((char) c) || SECOND.containsKey((char) c))) {
            byte[] septets = septets(text);
            return new SmsText(Alphabet.ALPHA_DEFAULT, septets, septets.length <= SEPTETS);
        }
        byte[] units = text.getBytes(StandardCharsets.UTF_16BE);
        return new SmsText(Alphabet.ALPHA_UCS2, units, units.length <= UCS2_OCTETS);
    }

    private static byte[] septets(String text) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(text.length());
        text.chars().forEach(c -> {
            Integer code = FIRST.get((char) c);
            if (code == null) {
                out.write(ESCAPE);
                code = SECOND.get((char) c);
            }
            out.write(code);
        });
        return out.toByteArray();
    }

    /** Whether a handset would have to put together more parts than {@link #PARTS_MAX}. */
    boolean tooLong() {
        int part = alphabet == Alphabet.ALPHA_UCS2 ? UCS2_OCTETS_OF_PART : SEPTETS_OF_PART;
        return !fits && bytes.length > part * PARTS_MAX;
    }

    /** The text may be a code. */
    @Override
    public String toString() {
        return "SmsText[" + alphabet + ", " + bytes.length + " octets]";
    }
}
