// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.data.JsonRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The shipped facts against published tables, which are kept outside the repository. */
class TablesTest {

    private static final Path SHARED = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data");

    private final Tables tables = Tables.SHIPPED;

    @Test
    void knowsAreasInForceAndAbandonedOnes() {
        assertThat(tables.areaIsCurrent(110105)).as("朝阳区").isTrue();
        assertThat(tables.areaIsCurrent(110103)).as("崇文区, merged in 2010").isFalse();
        assertThat(tables.areaIsAbandoned(110103)).isTrue();
        assertThat(tables.areaIsCurrent(110199) || tables.areaIsAbandoned(110199)).isFalse();
        assertThat(tables.areaIsCurrent(810000)).isTrue();
    }

    @Test
    void everyCountyOfThePublishedDivisionsIsInForce() throws IOException {
        List<String> lines = Files.readAllLines(present("telecom/cn-divisions/areas.csv"));
        List<Integer> unknown = lines.stream().skip(1).map(line -> Integer.valueOf(line.substring(0, 6)))
                .filter(code -> !tables.areaIsCurrent(code)).toList();
        assertThat(lines).hasSizeGreaterThan(2_900);
        // Zones that the statistics office counts as counties and no card names: Suzhou's park, Hefei's, Jinan's …
        assertThat(unknown).containsExactlyInAnyOrder(320576, 340176, 340177, 340178, 370176, 370676, 430476);
    }

    @Test
    void knowsTheIssuersOfThePublishedList() {
        List<Map<String, String>> rows = JsonRows.read(present("telecom/bankbin/cn-bank-bins.json"));
        assertThat(rows).hasSizeGreaterThan(1_800);
        long known = rows.stream().filter(row -> issuerKnown(row.get("prefix"), Integer.parseInt(row.get("length"))))
                .count();
        assertThat(known * 100 / rows.size()).as("per cent; cards of 20 digits and prefixes of 3 are left out")
                .isGreaterThanOrEqualTo(97);
    }

    @Test
    void knowsTheCountriesOfThePublishedList() {
        List<Map<String, String>> rows = JsonRows.read(present("telecom/mcc-mnc/mcc-mnc-list.json"));
        assertThat(rows).hasSizeGreaterThan(3_000);
        assertThat(rows).filteredOn(row -> row.get("mcc").matches("[0-9]{3}")).allSatisfy(row ->
                assertThat(tables.countryHasNetworks(Integer.parseInt(row.get("mcc")))).as(row.get("mcc")).isTrue());
        assertThat(rows).filteredOn(row -> row.get("mcc").equals("460")).allSatisfy(row ->
                assertThat(tables.chineseNetwork(Integer.parseInt(row.get("mnc")))).as(row.get("mnc")).isTrue());
        assertThat(tables.chineseNetwork(99)).isFalse();
    }

    @Test
    void agreesWithPublishedCasesOfResidentIds() {
        List<Map<String, String>> rows = JsonRows.read(present("pii/cn-resident-id-cases.json"));
        // Whether a code was in force in the year of birth is not asked: the card may be younger than the person.
        List<String> history = List.of("110111198012010078");
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            String value = row.get("value");
            boolean expected = row.get("valid").equals("true") || history.contains(value);
            assertThat(Detector.shipped().find(value).stream().anyMatch(span -> span.kind() == Kind.RESIDENT_ID))
                    .as("%s: %s", value, row.get("why")).isEqualTo(expected);
        });
    }

    private boolean issuerKnown(String prefix, int length) {
        if (length < prefix.length()) {
            return false;
        }
        String card = prefix + "0".repeat(length - prefix.length());
        return tables.issuerKnown(new Digits().of(card.toCharArray(), 0, length));
    }

    private static Path present(String file) {
        Path path = SHARED.resolve(file);
        Assumptions.assumeTrue(Files.exists(path),
                "No published tables here; -Dshouxin.shared=DIR names the folder above them.");
        return path;
    }
}
