// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.secret.PlainAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Other projects' published cases, kept outside the repository. */
class ResidentIdCasesTest {

    // Refused there by a history of counties; here the region is checked to the province on purpose.
    private static final Set<String> COUNTY_HISTORY = Set.of("110111198012010078", "110201199312010077");

    @Test
    void agreesWithPublishedCases() {
        Path shared = Path.of(System.getProperty("shouxin.shared", "../../shared"));
        Path cases = shared.resolve("data/pii/cn-resident-id-cases.json");
        Assumptions.assumeTrue(Files.exists(cases),
                "No published cases here; -Dshouxin.shared=DIR names the folder above them.");
        List<Map<String, String>> rows = JsonRows.read(cases);
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows).allSatisfy(row -> assertThat(outcome(row.get("value"))).as(row.get("why"))
                .isEqualTo(expected(row)));
    }

    private static String expected(Map<String, String> row) {
        if (row.get("value").length() == 15) {
            return "value.resident-id.fifteen-digits";
        }
        boolean valid = row.get("valid").equals("true") || COUNTY_HISTORY.contains(row.get("value"));
        return valid ? "valid" : "refused";
    }

    private static String outcome(String value) {
        try {
            String normal = ResidentId.parse(value).normal(PlainAccess.granted());
            return normal.equalsIgnoreCase(value) ? "valid" : "changed";
        } catch (InvalidValue refused) {
            return refused.key().endsWith("fifteen-digits") ? refused.key() : "refused";
        }
    }
}
