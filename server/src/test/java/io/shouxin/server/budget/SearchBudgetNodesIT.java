// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouxin.core.data.Budget;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Department;
import io.shouxin.server.staff.People;
import io.shouxin.server.vault.Searches;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two servers on one database count one person's searches together, and a third that starts later goes on. */
class SearchBudgetNodesIT {

    private static final int LIMIT = 2_500;
    private static final int LEFT = 3;
    private static final String NUMBER = "KF09001";

    private final TestCluster.Fresh database = TestCluster.fresh();

    private ConfigurableApplicationContext server(String node) {
        Path home = database.home();
        return new SpringApplicationBuilder(ShouxinServer.class).run("--shouxin.node=" + node,
                "--shouxin.home=" + home.resolve(node), "--shouxin.db.url=" + database.url(),
                "--shouxin.db.user=" + database.user(), "--shouxin.db.password=" + database.password(),
                "--shouxin.keys.file=" + home.resolve("root.key"),
                "--shouxin.keys.passphrase=the passphrase of all", "--shouxin.keys.iterations=100000",
                "--shouxin.register.initial=classpath:registers/sample.yaml", "--server.port=0",
                "--spring.datasource.hikari.maximum-pool-size=8");
    }

    @Test
    void neverOvershootsAndForgetsNothing() throws Exception {
        try (ConfigurableApplicationContext one = server("one"); ConfigurableApplicationContext two = server("two")) {
            People people = one.getBean(People.class);
            Entry.Actor test = Entry.Actor.system("test");
            people.add(new Department("care", Optional.empty(), "热线", "Care", 0));
            people.add(new People.NewPerson(NUMBER, "周敏", "Zhou Min", "care", List.of("care-agent")),
                    "a-password-of-a-test", test);
            one.getBean(JdbcClient.class).sql("INSERT INTO budget_use (person, family, customer, at) "
                    + "SELECT :who, :family, gen_random_uuid(), now() FROM generate_series(1, :times)")
                    .param("who", NUMBER).param("family", Budget.SEARCH.name()).param("times", LIMIT - LEFT).update();
            ExecutorService all = Executors.newFixedThreadPool(8);
            try {
                List<Future<Boolean>> made = new ArrayList<>();
                for (int i = 0; i < 4 * LEFT; i++) {
                    ConfigurableApplicationContext node = i % 2 == 0 ? one : two;
                    made.add(all.submit(() -> searches(node)));
                }
                int searched = 0;
                for (Future<Boolean> each : made) {
                    searched += each.get() ? 1 : 0;
                }
                assertThat(searched).isEqualTo(LEFT);
            } finally {
                all.shutdownNow();
            }
        }
        try (ConfigurableApplicationContext later = server("one")) {
            assertThat(later.getBean(JdbcClient.class).sql("SELECT count(*) FROM budget_use WHERE person = :who")
                    .param("who", NUMBER).query(Integer.class).single()).isEqualTo(LIMIT);
            Caller caller = later.getBean(Standing.class).person(NUMBER).orElseThrow();
            assertThatThrownBy(() -> later.getBean(Searches.class).search(ask(), caller))
                    .isInstanceOfSatisfying(Refused.class,
                            refused -> assertThat(refused.key()).isEqualTo("vault.searches-used-up"));
        }
    }

    /** Whether it was made, and not refused for the budget. */
    private static boolean searches(ConfigurableApplicationContext node) {
        Caller caller = node.getBean(Standing.class).person(NUMBER).orElseThrow();
        try {
            node.getBean(Searches.class).search(ask(), caller);
            return true;
        } catch (Refused refused) {
            assertThat(refused.key()).isEqualTo("vault.searches-used-up");
            return false;
        }
    }

    private static Searches.SearchAsk ask() {
        return new Searches.SearchAsk("phone", SecretText.of("13800000000"), "care.inquiry");
    }
}
