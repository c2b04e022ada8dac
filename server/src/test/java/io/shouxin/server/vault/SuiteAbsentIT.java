// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.keyset.Suite;
import io.shouxin.server.ServerTest;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterFixture;
import io.shouxin.server.register.Registers;
import io.shouxin.server.replay.RegisterReplays;
import io.shouxin.server.vault.Door.Answer;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;

/** A node that has lost the provider of suite SM: it refuses by name, and keeps and shows nothing meanwhile. */
@ServerTest
@Import(Door.class)
class SuiteAbsentIT {

    private static final String COLLECT = """
            {"purpose": "service.open", "fields": {"customer-number": "%s", "name": "欧阳明月", "phone": "%s",
             "bank-card": "4111111111111111", "monthly-fee": "129.00"}}""";
    private static final String REVEAL = """
            {"purpose": "billing.settle", "fields": ["monthly-fee", "bank-card"]}""";

    @Autowired Door door;
    @Autowired Registers registers;
    @Autowired RegisterReplays replays;
    @Autowired JdbcClient db;

    private interface Act {

        void go() throws Exception;
    }

    /** A provider once found is kept, so what was found is forgotten too. */
    private static void withoutSm(Act act) throws Exception {
        Field found = Suite.class.getDeclaredField("found");
        found.setAccessible(true);
        Object before = found.get(Suite.SM);
        Provider behind = Security.getProvider(BouncyCastleProvider.PROVIDER_NAME);
        Security.removeProvider(behind.getName());
        found.set(Suite.SM, null);
        try {
            act.go();
        } finally {
            Security.addProvider(behind);
            found.set(Suite.SM, before);
        }
    }

    private long count(String what) {
        return db.sql("SELECT count(*) FROM " + what).query(Long.class).single();
    }

    @Test
    void revealsAndStoresNothingOfASuiteThatIsMissing() throws Exception {
        Answer stored = door.send("app-crm", "/api/v1/customers", COLLECT.formatted(Door.freshNumber(),
                Door.freshPhone()));
        assertThat(stored.status()).as(stored.toString()).isEqualTo(201);
        String reveal = "/api/v1/customers/" + stored.text("/id") + "/reveal";
        assertThat(door.send("app-billing", reveal, REVEAL).text("/fields/bank-card/value"))
                .isEqualTo("4111111111111111");
        long customers = count("customer");
        long entries = count("ledger_entry WHERE action LIKE 'vault.%'");
        withoutSm(() -> {
            Answer refused = door.send("app-billing", reveal, REVEAL);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().toString()).contains("vault.suite-unavailable", "SM", "没有披露或存入任何内容")
                    .doesNotContain("4111", "129.00");
            Answer kept = door.send("app-crm", "/api/v1/customers", COLLECT.formatted(Door.freshNumber(),
                    Door.freshPhone()));
            assertThat(kept.status()).isEqualTo(503);
            assertThat(kept.body().toString()).contains("vault.suite-unavailable").doesNotContain("4111");
            // What is of the other suite is not held up.
            assertThat(door.send("app-billing", reveal, REVEAL.replace(", \"bank-card\"", ""))
                    .text("/fields/monthly-fee/value")).isNotEmpty();
        });
        assertThat(count("customer")).isEqualTo(customers);
        assertThat(count("ledger_entry WHERE action LIKE 'vault.%'")).isEqualTo(entries + 1);
        assertThat(door.send("app-billing", reveal, REVEAL).text("/fields/bank-card/value"))
                .isEqualTo("4111111111111111");
    }

    /** It may have been proposed on a node that had the provider. */
    @Test
    void takesNoRegisterWhoseSuiteIsMissing() throws Exception {
        String yaml = SuitesFixture.register(Suite.SM);
        int version = registers.propose(yaml, "suite", RegisterFixture.FIRST);
        replays.finish(version);
        int inForce = registers.inForce().version();
        withoutSm(() -> {
            assertThatThrownBy(() -> registers.accept(version, RegisterFixture.SECOND)).isInstanceOf(Refused.class)
                    .hasMessageContaining("register.refused.suite");
            assertThatThrownBy(() -> registers.propose(yaml, "suite", RegisterFixture.FIRST))
                    .isInstanceOf(Refused.class);
            assertThat(registers.check(yaml).problems()).isNotEmpty()
                    .allMatch(one -> one.key().equals("register.problem.suite-unavailable"));
        });
        assertThat(registers.inForce().version()).isEqualTo(inForce);
        registers.withdraw(version, RegisterFixture.FIRST);
    }
}
