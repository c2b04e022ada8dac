// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shouxin.core.policy.Form;
import io.shouxin.server.ServerTest;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;
import io.shouxin.server.vault.Reveals;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/** A public table of 7,043 customers, as a file that comes from outside: docs/importing.md does the same. */
@ServerTest
@Import({Door.class, ImportTrial.class})
class TelcoIT {

    @Autowired ImportTrial trial;
    @Autowired Customers customers;

    @Test
    void bringsInARealTableAndGivesItOutByTheRegister() throws Exception {
        Path table = Path.of(System.getProperty("shouxin.shared", "../../shared"))
                .resolve("data/telecom/Telco-Customer-Churn.csv");
        assumeThat(table).as("public table, see -Dshouxin.shared").exists();
        trial.byHand();
        trial.workAll();
        String mapping = new ClassPathResource("imports/telco-churn.yaml").getContentAsString(StandardCharsets.UTF_8);
        byte[] file = Files.readAllBytes(table);
        long before = customers.count();

        String id = trial.open(mapping);
        assertThat(trial.put(id, file).text("/file/rows")).isEqualTo("7043");
        trial.workAll();
        Answer done = trial.get(id);
        assertThat(done.text("/state")).isEqualTo("done");
        assertThat(done.text("/counts/created")).isEqualTo("7043");
        assertThat(done.text("/counts/rejected")).isEqualTo("0");
        assertThat(done.text("/skippedBlank/total-fee")).isEqualTo("11");
        assertThat(customers.count() - before).isEqualTo(7043);
        LoggerFactory.getLogger(TelcoIT.class).info("Imported at {} rows a second", done.text("/rowsPerSecond"));

        assertThat(trial.put(trial.open(mapping), file).text("/sameAs")).isEqualTo(id);
        String again = trial.opened(mapping, "?again=true").text("/id");
        trial.put(again, file);
        trial.workAll();
        assertThat(trial.get(again).text("/counts/unchanged")).isEqualTo("7043");
        assertThat(customers.count() - before).isEqualTo(7043);

        twoRolesSee();
    }

    /** The first line of the table: one month, month to month, 29.85. */
    private void twoRolesSee() {
        SortedMap<String, Reveals.Given> agent = trial.reveal("7590-VHVEG", "care-agent", "care.inquiry",
                "customer-number", "contract", "monthly-fee", "gender");
        assertThat(agent.get("customer-number").form()).isEqualTo(Form.MASKED);
        assertThat(agent.get("customer-number").value()).hasValueSatisfying(value ->
                assertThat(value).isNotEqualTo("7590-VHVEG").contains("*"));
        assertThat(agent.get("contract").value()).hasValue("monthly");
        assertThat(agent.get("monthly-fee").form()).isEqualTo(Form.MASKED);
        assertThat(agent.get("gender").form()).isEqualTo(Form.REFUSED);
        assertThat(agent.get("gender").value()).isEmpty();

        SortedMap<String, Reveals.Given> billing = trial.reveal("7590-VHVEG", "billing", "billing.settle",
                "customer-number", "contract", "monthly-fee", "tenure-months", "payment-method", "paperless-billing",
                "gender");
        assertThat(billing.get("customer-number").value()).hasValue("7590-VHVEG");
        assertThat(billing.get("monthly-fee").value()).hasValue("29.85");
        assertThat(billing.get("tenure-months").value()).hasValue("1");
        assertThat(billing.get("payment-method").value()).hasValue("electronic-check");
        assertThat(billing.get("paperless-billing").value()).hasValue("true");
        assertThat(billing.get("gender").form()).isEqualTo(Form.REFUSED);
    }
}
