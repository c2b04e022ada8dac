// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Numbers that every check accepts and nobody can hold. For each kind, why nobody can:
 *
 * <ul>
 * <li>Phone: prefixes 164 and 194. Both fit the form 1[3-9] and nine digits, and no operator has them:
 *     libphonenumber's carrier table for +86 has no row for either and its mobile ranges leave them out.
 *     (Other free prefixes were not taken: 14x serve machines, 160, 163, 168 and 169 were service
 *     numbers, and dialling 179 starts an IP call.)
 * <li>Resident number: regions 5391xx to 5398xx. GB/T 2260 numbers what lies below a province 01 to 20
 *     and 51 to 70 (cities), 21 to 50 (prefectures, leagues) and 90 (counties without a city); 91 and
 *     up were never given out.
 * <li>Foreigner's permanent residence number: 9, province 53, then country 000, which is no country in
 *     ISO 3166-1.
 * <li>Bank card: 9950. Under ISO/IEC 7812-1 a first digit 9 leaves the number to the country whose
 *     ISO 3166-1 code follows, and codes from 900 on are for private use: 995 has no country.
 * <li>IMSI: 460 with network code 99, which no Chinese operator has.
 * <li>IMEI: type codes beginning 00, which GSMA TS.06 sets aside for test devices.
 * <li>ICCID: 8986 with issuer 99, again no operator.
 * <li>Credit code: the same impossible regions as in resident numbers.
 * </ul>
 *
 * <p>{@code SampleNumbersTest} compares them with public tables where those are at hand.
 */
final class SampleNumbers {

    private static final long PER_PREFIX = 100_000_000L;
    private static final long TEN_DIGITS = 10_000_000_000L;
    // Two per customer: odd places are for the second phone, so that it is never another customer's own.
    private static final long PHONES_EACH = 2;

    private static final int[] RESIDENT_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final String RESIDENT_CHECKS = "10X98765432";
    private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final DateTimeFormatter BIRTH = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);

    private final SampleScatter phones;
    private final SampleScatter customers;
    private final SampleScatter subscribers;
    private final SampleScatter cards;
    private final SampleScatter devices;

    SampleNumbers(long seed) {
        phones = new SampleScatter(seed ^ 1, 2 * PER_PREFIX);
        customers = new SampleScatter(seed ^ 2, TEN_DIGITS);
        subscribers = new SampleScatter(seed ^ 3, TEN_DIGITS);
        cards = new SampleScatter(seed ^ 4, TEN_DIGITS);
        devices = new SampleScatter(seed ^ 5, PER_PREFIX);
    }

    String phone(int index) {
        return phoneAt(PHONES_EACH * index);
    }

    /** A second number, nobody's own. */
    String contactPhone(int index) {
        return phoneAt(PHONES_EACH * index + 1);
    }

    private String phoneAt(long index) {
        long place = phones.at(index);
        return (place < PER_PREFIX ? "194" : "164") + padded(place % PER_PREFIX, 8);
    }

    /** YL and ten digits. */
    String customerNumber(int index) {
        return "YL" + padded(customers.at(index), 10);
    }

    String imsi(int index) {
        return "46099" + padded(subscribers.at(index), 10);
    }

    /** Twenty digits, the last one Luhn's. */
    String iccid(int index) {
        return luhn("898699" + "530" + padded(cards.at(index), 10));
    }

    String imei(int index) {
        long place = devices.at(index);
        return luhn("00" + padded(place / 1_000_000, 3) + "530" + padded(place % 1_000_000, 6));
    }

    static String bankCard(SampleDice dice) {
        boolean credit = dice.percent(20);
        return luhn("9950" + dice.below(10) + dice.digits(credit ? 10 : 13));
    }

    /** @param region six digits */
    static String residentId(String region, LocalDate birth, boolean male, SampleDice dice) {
        int sequence = 2 * dice.below(500) + (male ? 1 : 0);
        String body = region + BIRTH.format(birth) + padded(sequence, 3);
        int sum = 0;
        for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
            sum += RESIDENT_WEIGHTS[i] * (body.charAt(i) - '0');
        }
        return body + RESIDENT_CHECKS.charAt(sum % 11);
    }

    static String foreignerId(LocalDate birth, boolean male, SampleDice dice) {
        return residentId("953000", birth, male, dice);
    }

    /** A company's code: registered by the market regulator (91), region, organisation code, check. */
    static String uscc(String region, SampleDice dice) {
        String body = "91" + region + organisationCode(dice);
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < body.length(); i++) {
            sum += weight * USCC_ALPHABET.indexOf(body.charAt(i));
            weight = weight * 3 % 31;
        }
        return body + USCC_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    /** Nine characters by GB 11714, whose own check is inside the credit code: MA and six digits, check. */
    private static String organisationCode(SampleDice dice) {
        String body = "MA" + dice.digits(6);
        int sum = 0;
        for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
            sum += ORGANISATION_WEIGHTS[i] * Character.digit(body.charAt(i), 36);
        }
        int check = 11 - sum % 11;
        return body + (check == 10 ? "X" : String.valueOf(check % 11));
    }

    /** The digits and their check digit, ISO/IEC 7812-1 annex B. */
    private static String luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }

    static String padded(long value, int width) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
