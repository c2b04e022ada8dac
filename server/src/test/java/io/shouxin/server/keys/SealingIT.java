// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ShouxinServer;
import io.shouxin.server.database.TestCluster;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.staff.Browser;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Two nodes on one database, sealed by one person and opened by two; then restarted while sealed. One story
 * in one method each, because a sealed server is sealed for every other test too.
 */
class SealingIT {

    /** Nodes look five times a second; a machine that runs a whole suite beside may be late all the same. */
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private static final TestCluster.Fresh DATABASE = TestCluster.fresh();
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;
    private static String first;
    private static String second;

    @BeforeAll
    static void start() {
        one = node("one");
        two = node("two");
        People people = one.getBean(People.class);
        first = StaffFixture.someone(people, "security-administrator");
        second = StaffFixture.someone(people, "security-administrator");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    /** Each node has its own home; the key file is the one thing they share, as an operator would mount it. */
    private static ConfigurableApplicationContext node(String name) {
        Path shared = DATABASE.home();
        return SpringApplication.run(ShouxinServer.class, "--server.port=0", "--shouxin.node=" + name,
                "--shouxin.home=" + shared.resolve(name), "--shouxin.db.url=" + DATABASE.url(),
                "--shouxin.db.user=" + DATABASE.user(), "--shouxin.db.password=" + DATABASE.password(),
                "--shouxin.keys.file=" + shared.resolve("root.key"),
                "--shouxin.keys.passphrase-file=" + shared.resolve("passphrase"),
                "--shouxin.keys.iterations=" + KeysFixture.ITERATIONS,
                "--spring.datasource.hikari.maximum-pool-size=8", "--spring.datasource.hikari.minimum-idle=0");
    }

    private static Browser at(ConfigurableApplicationContext node) {
        return new Browser(((WebServerApplicationContext) node).getWebServer().getPort());
    }

    private static Browser signedIn(ConfigurableApplicationContext node, String number) {
        Browser browser = at(node);
        assertThat(browser.signIn(number, StaffFixture.PASSWORD).status()).isEqualTo(302);
        return browser;
    }

    private static void await(String what, Duration within, BooleanSupplier condition) {
        Instant until = Instant.now().plus(within);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static List<String> actions(ConfigurableApplicationContext node) {
        List<String> actions = new ArrayList<>(node.getBean(Ledger.class).find(LedgerQuery.latest(200)).stream()
                .map(Ledger.Line::entry).map(Entry::action).filter(action -> action.startsWith("keys.")).toList());
        java.util.Collections.reverse(actions);
        return actions;
    }

    /** Whatever one story left behind, the next begins with open keys. */
    @AfterEach
    void open() {
        Sealing sealing = one.getBean(Sealing.class);
        if (!one.getBean(Keys.class).open()) {
            sealing.proposals().stream().filter(left -> left.status() == Proposal.Status.PROPOSED)
                    .forEach(left -> sealing.refuse(left.id(), Sealing.SHELL));
            sealing.accept(sealing.propose(Proposal.Kind.UNSEAL, Sealing.SHELL, ""),
                    Entry.Actor.staff(second, "security-administrator"));
        }
    }

    @Test
    void closesEveryNodeAtOncePersonsWordAndOpensAtTwo() {
        Browser security = signedIn(one, first);
        Keys keys = one.getBean(Keys.class);
        Keys elsewhere = two.getBean(Keys.class);
        keys.named("test.one");
        elsewhere.named("test.one");

        assertThat(security.submit("/keys", "/keys/seal", "reason", "演练").where()).isEqualTo("/keys");
        assertThat(keys.open()).isFalse();
        await("the other node is closed", WITHIN, () -> !elsewhere.open());
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> elsewhere.named("test.one"));
        answersItsHealthAndNothingElse(one);
        answersItsHealthAndNothingElse(two);

        Browser colleague = signedIn(two, second);
        assertThat(security.open("/keys").body()).contains("Propose to unseal", "演练").doesNotContain("Seal now");
        security.submit("/keys", "/keys/proposals/unseal", "reason", "");
        long id = one.getBean(Sealing.class).proposals().get(0).id();
        assertThat(security.open("/keys").body()).contains("Withdraw").doesNotContain("/accept");
        security.submit("/keys", "/keys/proposals/" + id + "/accept");
        assertThat(security.open("/keys").body()).contains("You proposed this yourself.");
        assertThat(keys.open()).isFalse();

        colleague.submit("/keys", "/keys/proposals/" + id + "/accept");
        assertThat(elsewhere.open()).isTrue();
        await("a node with its custody at hand opens itself", WAIT_MAX, keys::open);
        assertThat(keys.named("test.one")).isEqualTo(elsewhere.named("test.one"));
        colleague.submit("/keys", "/keys/proposals/" + id + "/accept");
        assertThat(colleague.open("/keys").body()).contains("The keys are not sealed.");
        await("both nodes noted that they are open", WAIT_MAX,
                () -> actions(one).stream().filter("keys.open"::equals).count() >= 2);
        assertThat(actions(one)).startsWith("keys.seal", "keys.propose", "keys.accept", "keys.unseal", "keys.open");
        staysSealedOverARestart();
    }

    private static void answersItsHealthAndNothingElse(ConfigurableApplicationContext node) {
        Browser stranger = at(node);
        assertThat(stranger.open("/actuator/health").body()).contains("UP");
        for (String path : List.of("/api/v1/customers/1", "/ledger/checkpoint", "/ledger/key", "/v3/api-docs",
                "/actuator/prometheus")) {
            Browser.Answer answer = stranger.open(path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.header("Content-Type")).as(path).contains("application/problem+json");
            assertThat(answer.body()).as(path).contains("keys.closed", "./shouxin root status");
        }
        for (String path : List.of("/", "/customers", "/ledger", "/settings", "/invitation/x", "/keysx")) {
            Browser.Answer answer = stranger.open(path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.body()).as(path).contains("The keys are closed on this node.", "keys.closed");
            assertThat(answer.header("Content-Security-Policy")).as(path).isPresent();
        }
        assertThat(stranger.in("zh-CN").open("/customers").body()).contains("本节点的密钥已关闭");
        assertThat(stranger.open("/sign-in").status()).isEqualTo(200);
    }

    private static void staysSealedOverARestart() {
        one.getBean(Sealing.class).seal(Sealing.SHELL, "");
        one.close();
        one = node("one");
        assertThat(one.getBean(Opening.class).state()).isEqualTo(Opening.State.closed(Opening.Why.SEALED, null));
        answersItsHealthAndNothingElse(one);
        Sealing sealing = one.getBean(Sealing.class);
        long id = sealing.propose(Proposal.Kind.UNSEAL, Sealing.SHELL, "");
        sealing.accept(id, Entry.Actor.staff(second, "security-administrator"));
        assertThat(one.getBean(Keys.class).open()).isTrue();
        assertThat(one.getBean(Keys.class).named("test.one")).isNotNull();
        await("the other node opens too", WAIT_MAX, () -> two.getBean(Keys.class).open());
    }

    /** Proposed at the page, accepted at the other node's, done there in the background and followed by the first. */
    @Test
    void rotatesTheRootWhenTwoAgreeAndEveryNodeGoesOn() {
        KeyTable table = one.getBean(KeyTable.class);
        int before = table.inUse();
        one.getBean(Keys.class).named("test.before");
        signedIn(one, first).submit("/keys", "/keys/proposals/rotate", "reason", "");
        long id = one.getBean(Sealing.class).proposals().get(0).id();
        Browser colleague = signedIn(two, second);
        colleague.submit("/keys", "/keys/proposals/" + id + "/accept");
        await("the old version is destroyed", WAIT_MAX, () -> table.roots().stream().anyMatch(root ->
                root.version() == before && root.status() == RootVersion.Status.DESTROYED));

        assertThat(table.inUse()).isEqualTo(before + 1);
        assertThat(table.underOthers(before + 1)).isZero();
        assertThat(actions(one)).endsWith("keys.propose", "keys.accept", "keys.make-root", "keys.rotate",
                "keys.destroy-root");
        Entry rotation = one.getBean(Ledger.class).find(LedgerQuery.latest(50)).stream().map(Ledger.Line::entry)
                .filter(entry -> entry.action().equals("keys.rotate")).findFirst().orElseThrow();
        assertThat(rotation.details()).containsEntry("left", "0").containsEntry("custody", "file");
        assertThat(rotation.actor().id()).isEqualTo(second);
        for (ConfigurableApplicationContext node : List.of(one, two)) {
            assertThat(node.getBean(Keys.class).named("test.before")).isNotNull();
            assertThat(node.getBean(Keys.class).named("test.after." + before)).isNotNull();
        }
        await("the page says so", WAIT_MAX, () -> colleague.open("/keys").body().contains("The rotation is complete"));
        assertThat(colleague.in("zh-CN").open("/keys").body()).contains("轮换已完成", "已销毁", "遗留 0 个");
    }

    @Test
    void takesCommandsFromItsOwnUserAtItsOwnMachineOnly() throws Exception {
        Commands commands = Commands.to(one);
        String token = Files.readString(commands.file()).strip();
        assertThat(Files.getPosixFilePermissions(commands.file())).hasSize(2);
        assertThat(commands.send("status", "guessed", "").status()).isEqualTo(403);
        assertThat(commands.send("status", token, "").body())
                .contains("Open. Customer information", "Key file under a passphrase");
        assertThat(commands.send("status", token, "").status()).as("a token serves once").isEqualTo(403);
        assertThat(commands.run("nothing", "").status()).isEqualTo(404);
        assertThat(commands.run("hand-out", "x").status()).isEqualTo(400);
        assertThat(commands.run("hand-out", "1").body()).contains("No share waits for custodian 1.");
        assertThat(commands.run("unseal", "").body()).contains("The keys are not sealed.");
        assertThat(commands.run("shares", "").body()).contains("There is a root key already.");
        assertThat(at(one).open(KeyCommands.PATH + "status").status()).isEqualTo(403);
    }

    @Test
    void letsNobodyButSecurityAdministratorsAct() {
        People people = one.getBean(People.class);
        Browser auditor = signedIn(one, StaffFixture.someone(people, "auditor"));
        assertThat(auditor.open("/keys").body()).contains("In use").doesNotContain("Seal now", "Propose to");
        assertThat(auditor.submit("/keys", "/keys/seal", "reason", "").status()).isEqualTo(403);
        assertThat(auditor.submit("/keys", "/keys/proposals/rotate", "reason", "").status()).isEqualTo(403);
        assertThat(signedIn(one, StaffFixture.someone(people, "care-agent")).open("/keys").status()).isEqualTo(403);
        assertThat(one.getBean(Keys.class).open()).isTrue();
    }
}
