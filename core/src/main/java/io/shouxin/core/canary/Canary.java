// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.canary;

import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.ValueType;
import io.shouxin.core.secret.SecretText;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One customer who does not exist. Every value passes the check of a real one, and none can be anybody's: phone
 * numbers and mailboxes are from {@link CanaryRanges}, documents from regions that GB/T 2260 never gave out (5391xx to
 * 5398xx), cards from 9950 (ISO/IEC 7812-1: national use, no country), IMSI from network code 99, IMEI from the type
 * codes that GSMA TS.06 keeps for tests, SIM cards from issuer 99. Birth and sex agree with the document.
 *
 * <p>A name, an address or a date may well be somebody's: alone they prove nothing.
 */
public final class Canary {

    private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董";
    private static final String GIVEN =
            "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国春梅海燕雪飞云鹏志红文辉力欣怡子轩浩宇佳思雨晨";
    private static final List<String> ROADS = List.of("和平", "人民", "建设", "解放", "新华", "中山", "文化", "青年", "团结",
            "长江", "黄河", "朝阳");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final int PHONE_DIGITS = 11;
    private static final int ADULT_YEARS = 20;
    private static final int YEARS = 50;

    private final RandomGenerator dice;
    private final CanaryRanges ranges;
    private final LocalDate today;
    private final LocalDate birth;
    private final boolean male;

    private Canary(RandomGenerator dice, CanaryRanges ranges, LocalDate today) {
        this.dice = dice;
        this.ranges = ranges;
        this.today = today;
        this.birth = today.minusYears(ADULT_YEARS + (long) dice.nextInt(YEARS)).minusDays(dice.nextInt(365));
        this.male = dice.nextBoolean();
    }

    /** @param dice {@code SecureRandom} for files that leave the house: who knows the canaries takes them out */
    public static Canary random(RandomGenerator dice, CanaryRanges ranges, LocalDate today) {
        return new Canary(dice, ranges, today);
    }

    /**
     * A value of this type in its normal form, another one at each call for what somebody may have several of; empty
     * where it has to be like other customers' (codes, amounts) or is better left out (free text, passwords).
     */
    public Optional<SecretText> value(ValueType type) {
        return written(type).map(text -> type.read(text, today));
    }

    private Optional<String> written(ValueType type) {
        return switch (type) {
            case NAME -> Optional.of(name());
            case PHONE, CONTACT_PHONE -> Optional.of(phone());
            case RESIDENT_ID -> Optional.of(residentId());
            case BANK_CARD -> Optional.of(luhn("9950" + digits(14)));
            case IMSI -> Optional.of("46099" + digits(10));
            case IMEI -> Optional.of(luhn("00" + digits(12)));
            case ICCID -> Optional.of(luhn("898699" + digits(13)));
            case USCC -> Optional.of(uscc());
            case EMAIL -> Optional.of(mailbox());
            case ADDRESS -> Optional.of(address());
            case DATE -> Optional.of(birth.toString());
            case TEXT, DECIMAL, INTEGER, BOOLEAN, CODE, CUSTOMER_NUMBER, PASSWORD -> Optional.empty();
        };
    }

    private String name() {
        String given = "" + one(GIVEN);
        return one(SURNAMES) + (dice.nextInt(5) == 0 ? given : given + one(GIVEN));
    }

    private String phone() {
        String prefix = ranges.phonePrefixes().get(dice.nextInt(ranges.phonePrefixes().size()));
        return prefix + digits(PHONE_DIGITS - prefix.length());
    }

    private String residentId() {
        String body = "539" + (1 + dice.nextInt(8)) + "%02d".formatted(1 + dice.nextInt(29))
                + birth.toString().replace("-", "") + "%03d".formatted(2 * dice.nextInt(500) + (male ? 1 : 0));
        return body + CheckDigits.residentIdCharacter(body);
    }

    private String uscc() {
        String body = "9153" + (91 + dice.nextInt(8)) + digits(2) + "MA" + digits(7);
        return body + CheckDigits.usccCharacter(body);
    }

    private String mailbox() {
        StringBuilder local = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            local.append(one(LETTERS));
        }
        return local.append(digits(4)).append('@').append(ranges.mailDomain()).toString();
    }

    private String address() {
        return ROADS.get(dice.nextInt(ROADS.size())) + "路" + (1 + dice.nextInt(988)) + "号" + (1 + dice.nextInt(28))
                + "栋" + (1 + dice.nextInt(32)) + "%02d".formatted(1 + dice.nextInt(6)) + "室";
    }

    private static String luhn(String digits) {
        return digits + CheckDigits.luhnDigit(digits);
    }

    private char one(String of) {
        return of.charAt(dice.nextInt(of.length()));
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(dice.nextInt(10));
        }
        return digits.toString();
    }

    /** Nothing of it, like every value of a customer's. */
    @Override
    public String toString() {
        return "Canary[…]";
    }
}
