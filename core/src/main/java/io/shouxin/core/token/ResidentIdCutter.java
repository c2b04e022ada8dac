// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.ResidentId;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.token.TokenRefused.Reason;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Identity numbers as one number: region within the province, rank of the day of birth, sequence. The radix is
 * the least whose fourth power holds all of them, so that walking on past numbers that stand for none is rare.
 */
final class ResidentIdCutter implements Cutter {

    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final int REGION_END = 6;
    private static final int BIRTH_END = 14;
    private static final int SEQUENCE_END = 17;
    private static final int SEQUENCES = 1000;
    private static final int NUMERALS = 4;

    @Override
    public Cut cut(String raw, LocalDate lastDay) {
        String id = ResidentId.parse(raw, lastDay).normal(PlainAccess.granted());
        int province = id.charAt(0) == '9' ? 3 : 2;
        long rank = rank(LocalDate.parse(id.substring(REGION_END, BIRTH_END), DateTimeFormatter.BASIC_ISO_DATE));
        if (rank < 0) {
            throw Reason.RANGE.refusal();
        }
        long region = Long.parseLong(id.substring(province, REGION_END));
        long number = (region * days(lastDay) + rank) * SEQUENCES
                + Long.parseLong(id.substring(BIRTH_END, SEQUENCE_END));
        String before = id.substring(0, province);
        return new Cut(before, "", before, radix(domain(province, lastDay)), NUMERALS, number);
    }

    @Override
    public String join(Cut cut, long number, LocalDate lastDay) {
        int province = cut.before().length();
        if (number >= domain(province, lastDay)) {
            return null;
        }
        String sequence = padded(number % SEQUENCES, SEQUENCE_END - BIRTH_END);
        long day = number / SEQUENCES;
        String birth = FIRST_DAY.plusDays(day % days(lastDay)).format(DateTimeFormatter.BASIC_ISO_DATE);
        String region = padded(day / days(lastDay), REGION_END - province);
        String id = cut.before() + region + birth + sequence;
        return id + CheckDigits.residentIdCharacter(id);
    }

    private static long domain(int province, LocalDate lastDay) {
        return (province == 3 ? 1000L : 10_000L) * days(lastDay) * SEQUENCES;
    }

    static int radix(long domain) {
        int radix = (int) Math.round(Math.sqrt(Math.sqrt(domain))) - 2;
        while (Math.pow(radix, NUMERALS) < domain) {
            radix++;
        }
        return radix;
    }

    private static long days(LocalDate lastDay) {
        return rank(lastDay) + 1;
    }

    private static long rank(LocalDate day) {
        return ChronoUnit.DAYS.between(FIRST_DAY, day);
    }

    private static String padded(long number, int length) {
        String digits = Long.toString(number);
        return "0".repeat(length - digits.length()) + digits;
    }
}
