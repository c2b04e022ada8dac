// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.InvalidValue;
import io.shouxin.core.data.ValueType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found as an identifier, the identifier's own type reads; and what the types read is found. */
class AgreementTest {

    private static final Map<Kind, ValueType> TYPES = Map.of(
            Kind.BANK_CARD, ValueType.BANK_CARD, Kind.IMEI, ValueType.IMEI, Kind.IMSI, ValueType.IMSI,
            Kind.ICCID, ValueType.ICCID, Kind.PHONE, ValueType.PHONE, Kind.FIXED_LINE, ValueType.CONTACT_PHONE,
            Kind.USCC, ValueType.USCC, Kind.EMAIL, ValueType.EMAIL);

    private final Scanner scanner = Detector.shipped().scanner();

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void everyCandidateIsReadByItsType(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40_000; i++) {
            String value = digits(random);
            scanner.scan(value, (start, end, kind, confidence, evidence) -> {
                ValueType type = TYPES.get(kind);
                if (type != null && end - start == value.length()) {
                    assertThat(reads(type, value)).as("%s as %s", value, kind).isTrue();
                }
            });
        }
    }

    @Test
    void whatTheTypesReadIsACandidate() {
        Random random = new Random(24);
        Set<ValueType> checked = EnumSet.of(ValueType.BANK_CARD, ValueType.RESIDENT_ID, ValueType.USCC);
        for (int i = 0; i < 60_000; i++) {
            String value = digits(random);
            for (ValueType type : checked) {
                boolean longCard = type == ValueType.BANK_CARD && value.length() > 19;
                boolean bodyless = type == ValueType.USCC && value.charAt(0) == '0';
                if (reads(type, value) && !longCard && !bodyless) {
                    assertThat(kinds(value)).as("%s read as %s", value, type)
                            .contains(Kind.valueOf(type.name()));
                }
            }
        }
    }

    private Set<Kind> kinds(String value) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        scanner.scan(value, (start, end, kind, confidence, evidence) -> kinds.add(kind));
        return kinds;
    }

    private static String digits(Random random) {
        String[] starts = {"", "1", "13", "460", "62", "4", "35", "8986", "110105", "86", "010", "0571", "91"};
        StringBuilder value = new StringBuilder(starts[random.nextInt(starts.length)]);
        int length = Math.max(value.length(), 7 + random.nextInt(14));
        if (value.toString().equals("110105")) {
            value.append(1900 + random.nextInt(120)).append(String.format("%02d%02d", 1 + random.nextInt(12),
                    1 + random.nextInt(28)));
            length = 18;
        }
        while (value.length() < length) {
            value.append((char) ('0' + random.nextInt(10)));
        }
        return value.toString();
    }

    private static boolean reads(ValueType type, String value) {
        try {
            type.read(value);
            return true;
        } catch (InvalidValue refused) {
            return false;
        }
    }
}
