// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Valid by checks written here once more, in another way; held by nobody according to public tables. */
class SampleNumbersTest {

    private static final int SIZE = 20_000;
    private static final List<SampleCustomer> ALL = new SampleCustomers(7, SIZE).range(0, SIZE).toList();
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    @Test
    void checksHoldForTheirStandardsVectors() {
        assertThat(residentHolds("11010519491231002X")).isTrue();
        assertThat(residentHolds("440524188001010014")).isTrue();
        assertThat(residentHolds("340524198001010011")).isFalse();
        assertThat(luhnHolds("490154203237518")).isTrue();
        assertThat(luhnHolds("490154203237517")).isFalse();
        assertThat(usccHolds("9144030071526726XG")).isTrue();
        assertThat(usccHolds("9144030071526726XH")).isFalse();
    }

    @Test
    void residentNumbersHoldTheirCheck() {
        assertThat(values("id-number")).hasSize(SIZE).allMatch(SampleNumbersTest::residentHolds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank-card", "imei", "iccid"})
    void luhnHoldsFor(String field) {
        assertThat(values(field)).isNotEmpty().allMatch(SampleNumbersTest::luhnHolds);
    }

    @Test
    void creditCodesHoldTheirCheck() {
        assertThat(values("uscc")).isNotEmpty().allMatch(SampleNumbersTest::usccHolds);
    }

    @Test
    void numbersHaveTheLengthsOfTheirKind() {
        assertThat(values("phone")).allMatch(n -> n.matches("1[3-9]\\d{9}"));
        assertThat(values("contact-phone")).allMatch(n -> n.matches("1[3-9]\\d{9}"));
        assertThat(values("bank-card")).allMatch(n -> n.length() == 16 || n.length() == 19);
        assertThat(values("imsi")).allMatch(n -> n.matches("46099\\d{10}"));
        assertThat(values("imei")).allMatch(n -> n.matches("00\\d{13}"));
        assertThat(values("iccid")).allMatch(n -> n.matches("898699\\d{14}"));
        assertThat(values("customer-number")).allMatch(n -> n.matches("YL\\d{10}"));
    }

    @Test
    void nobodyCanBeDialled() {
        Set<String> taken = SharedTables.lines("libphonenumber/carrier_en_86.txt").stream()
                .filter(line -> line.startsWith("861")).map(line -> line.substring(2, line.indexOf('|')))
                .collect(Collectors.toSet());
        assertThat(taken).hasSizeGreaterThan(40).contains("139", "133");
        assertThat(ALL).allSatisfy(customer -> {
            assertThat(taken).noneMatch(customer.field("phone")::startsWith);
            assertThat(taken).noneMatch(customer.fields().getOrDefault("contact-phone", "none")::startsWith);
        });
    }

    @Test
    void noCountyHasTheirRegions() {
        Set<String> counties = SharedTables.lines("cn-divisions/areas.csv").stream()
                .map(line -> line.substring(0, 4)).collect(Collectors.toSet());
        assertThat(counties).contains("5301");
        List<SamplePlaces.District> districts = new SamplePlaces().districts();
        assertThat(districts).hasSizeGreaterThan(15);
        assertThat(districts).noneMatch(district -> counties.contains(district.code().substring(0, 4)));
        String names = String.join("\n", SharedTables.lines("cn-divisions/areas.csv"));
        assertThat(districts).allSatisfy(d -> assertThat(names).doesNotContain("\"" + d.name() + "\""));
    }

    @Test
    void noBankHasTheirCards() {
        Pattern prefix = Pattern.compile("\"prefix\": *\"(\\d+)\"");
        List<String> taken = SharedTables.lines("bankbin/cn-bank-bins.json").stream().map(prefix::matcher)
                .filter(Matcher::find).map(found -> found.group(1)).toList();
        assertThat(taken).hasSizeGreaterThan(1000)
                .noneMatch(bin -> bin.startsWith("9950") || "9950".startsWith(bin));
    }

    @Test
    void noOperatorHasTheirNetwork() {
        String table = String.join("", SharedTables.lines("mcc-mnc/mcc-mnc-list.json")).replaceAll("\\s", "");
        assertThat(Pattern.compile("\"mcc\":\"460\",\"mnc\":\"00\"").matcher(table).find()).isTrue();
        assertThat(Pattern.compile("\"mcc\":\"460\",\"mnc\":\"99\"").matcher(table).find()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 1000, 4097, 65_536})
    void scatterIsAPermutation(long size) {
        SampleScatter scatter = new SampleScatter(5, size);
        BitSet seen = new BitSet();
        IntStream.range(0, (int) size).forEach(i -> seen.set((int) scatter.at(i)));
        assertThat(seen.cardinality()).isEqualTo((int) size);
        assertThat(seen.length()).isEqualTo((int) size);
    }

    private static List<String> values(String field) {
        return ALL.stream().map(customer -> customer.fields().get(field)).filter(Objects::nonNull).toList();
    }

    /** ISO 7064 MOD 11-2, which GB 11643 uses: the number read in powers of two is 1 modulo 11. */
    private static boolean residentHolds(String id) {
        LocalDate.parse(id.substring(6, 14), DAY);
        int rest = 0;
        for (char c : id.toCharArray()) {
            rest = (rest * 2 + (c == 'X' ? 10 : c - '0')) % 11;
        }
        return rest == 1;
    }

    private static boolean luhnHolds(String digits) {
        int[] doubled = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
        int sum = 0;
        for (int i = digits.length() - 1, place = 0; i >= 0; i--, place++) {
            int digit = digits.charAt(i) - '0';
            sum += place % 2 == 0 ? digit : doubled[digit];
        }
        return sum % 10 == 0;
    }

    private static boolean usccHolds(String code) {
        String alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 17; i++) {
            BigInteger digit = BigInteger.valueOf(alphabet.indexOf(code.charAt(i)));
            sum = sum.add(BigInteger.valueOf(3).pow(i).multiply(digit));
        }
        int check = alphabet.indexOf(code.charAt(17));
        return sum.add(BigInteger.valueOf(check)).mod(BigInteger.valueOf(31)).signum() == 0;
    }
}
