// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class ShouxinTest {

    private static final String JSON = "application/json";
    private static final UUID CUSTOMER = new UUID(1, 2);
    private static final Ask ASK = Ask.of("care.inquiry", "name", "phone").onTicket("GD1");
    private static final String RECEIPT =
            "{\"entry\": 5, \"id\": \"e\", \"at\": \"2026-11-23T06:32:18Z\", \"leafHash\": \"ab\"}";
    private static final String REVEALED = """
            {"customer": "%s", "register": 3, "receipt": %s, "newer": [1], "fields": {
             "name": {"form": "masked", "value": "欧阳**", "reasons": [{"key": "policy.rule", "text": "规则"}]},
             "phone": {"form": "refused", "reasons": []}}}""".formatted(CUSTOMER, RECEIPT);

    private FakeDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new FakeDoor();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void asksAsTheDoorExpectsAndReadsItsAnswer() {
        door.then(200, JSON, REVEALED);
        Revealed revealed = door.client().in(Locale.SIMPLIFIED_CHINESE).reveal(CUSTOMER, ASK);
        FakeDoor.Asked asked = door.asked.get(0);
        assertThat(asked.target()).isEqualTo("/api/v1/customers/" + CUSTOMER + "/reveal");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer sxk_crm.secret");
        assertThat(asked.header("Accept-language")).isEqualTo("zh-CN");
        assertThat(Json.read(asked.body())).isEqualTo(
                Map.of("fields", List.of("name", "phone"), "purpose", "care.inquiry", "ticket", "GD1"));
        assertThat(revealed.field("name").value()).map(Value::plain).contains("欧阳**");
        assertThat(revealed.field("phone").form()).isEqualTo(Form.REFUSED);
        assertThat(revealed.field("phone").value()).isEmpty();
        assertThat(revealed.receipt().orElseThrow().entry()).isEqualTo(5);
    }

    @Test
    void printsDotsForEveryValue() {
        door.then(200, JSON, REVEALED);
        assertThat(door.client().reveal(CUSTOMER, ASK).toString()).contains("••••").doesNotContain("欧阳");
        assertThat(Row.of(Map.of("name", "欧阳明月")).toString()).isEqualTo("Row[name]");
        assertThat(door.client().toString()).doesNotContain("secret");
    }

    @Test
    void tellsARefusalInFull() {
        door.problem(404, "vault.unknown-customer");
        ProblemAnswer problem =
                catchThrowableOfType(ProblemAnswer.class, () -> door.client().reveal(CUSTOMER, ASK));
        assertThat(problem.is("vault.unknown-customer")).isTrue();
        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.detail()).isEqualTo("Why.");
        assertThat(problem.next()).isEqualTo("What to do.");
        assertThat(problem.errors()).containsExactly(new ProblemAnswer.Error("fields[0]", "r.k", "It is wrong."));
        assertThat(problem.entry()).contains(7L);
        assertThat(problem).hasMessage("404 urn:shouxin:problem:vault.unknown-customer: Why.");
    }

    @Test
    void sendsCollectingAgainUnderItsKey() {
        door.problem(503, "ledger.unavailable").problem(503, "ledger.unavailable").then(201, JSON, """
                {"outcome": "created", "id": "%s", "dropped": [], "errors": [], "receipt": %s}"""
                .formatted(CUSTOMER, RECEIPT));
        Collected collected = door.client().collect("service.open", Map.of("customer-number", "YL1"), "once-1");
        assertThat(collected.id()).contains(CUSTOMER);
        assertThat(door.asked).hasSize(3).allMatch(asked -> asked.header("Idempotency-key").equals("once-1"));
        assertThat(door.pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(door.pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void waitsAsLongAsTheDoorAsks() {
        door.then(503, Map.of("Retry-After", "3"), new byte[0]).then(200, JSON, """
                {"entries": [{"number": 4, "entry": {"action": "vault.reveal"}, "leafHash": "00"}], "next": 4,
                 "size": 9}""");
        LedgerPage page = door.client().ledgerEntries(LedgerFilter.all().action("vault.reveal").atMost(1));
        assertThat(page.next()).hasValue(4);
        assertThat(door.pauses).containsExactly(Duration.ofSeconds(3));
        assertThat(door.asked.get(1).target()).isEqualTo("/api/v1/ledger/entries?action=vault.reveal&limit=1");
    }

    @Test
    void givesUpAfterFourTries() {
        for (int i = 0; i < 4; i++) {
            door.problem(503, "ledger.unavailable");
        }
        assertThatThrownBy(() -> door.client().proof(1)).isInstanceOf(ProblemAnswer.class);
        assertThat(door.asked).hasSize(4);
    }

    @Test
    void neverLooksTwiceUnasked() {
        door.problem(503, "ledger.unavailable");
        assertThatThrownBy(() -> door.client().reveal(CUSTOMER, ASK)).isInstanceOf(ProblemAnswer.class);
        assertThat(door.asked).hasSize(1);
        assertThat(door.pauses).isEmpty();
    }

    @Test
    void sendsARefusedCollectOnlyOnce() {
        door.problem(400, "problem.invalid");
        assertThatThrownBy(() -> door.client().collect("service.open", Map.of("a", "b"), "k"))
                .isInstanceOf(ProblemAnswer.class);
        assertThat(door.asked).hasSize(1);
    }

    @Test
    void takesItsKeyNowhereElse() throws IOException {
        try (FakeDoor other = new FakeDoor()) {
            door.then(302, Map.of("Location", other.address() + "/api"), new byte[0]);
            assertThatThrownBy(() -> door.client().reveal(CUSTOMER, ASK)).isInstanceOf(NoAnswer.class);
            assertThat(other.asked).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"customer\": 5}",
            "{\"customer\": \"x\", \"fields\": {}}",
            "{\"fields\": {\"name\": {\"form\": \"shouted\", \"reasons\": []}}}",
            "{\"customer\": \"00000000-0000-0001-0000-000000000002\", \"fields\": {}, \"register\": \"one\"}"})
    void takesNoUnknownShapeForAnAnswer(String body) {
        door.then(200, JSON, body);
        assertThatThrownBy(() -> door.client().reveal(CUSTOMER, ASK)).isInstanceOf(NoAnswer.class);
    }

    @Test
    void refusesBytesThatAreNoText() {
        door.then(200, Map.of("Content-Type", JSON), new byte[] {'"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> door.client().reveal(CUSTOMER, ASK)).isInstanceOf(NoAnswer.class);
    }

    @Test
    void showsNothingOfAForeignErrorPage() {
        door.then(502, "text/html", "<h1>13800000000</h1>");
        assertThatThrownBy(() -> door.client().reveal(CUSTOMER, ASK)).isInstanceOf(NoAnswer.class)
                .hasMessageContaining("502").hasMessageNotContaining("138");
    }

    @Test
    void stopsWaitingWhenTheTimeIsOver() {
        assertThatThrownBy(() -> door.client().waitingAtMost(Duration.ofMillis(50)).reveal(CUSTOMER, ASK))
                .isInstanceOf(NoAnswer.class).hasMessageContaining("HttpTimeoutException");
    }

    @Test
    void closesATicketThoughNothingComesBack() {
        door.then(204, Map.of(), new byte[0]);
        door.client().closeTicket("GD/1 2");
        assertThat(door.asked.get(0).target()).isEqualTo("/api/v1/tickets/GD%2F1%202/close");
    }

    @Test
    void readsTheCheckpoint() {
        door.then(200, "text/plain; charset=utf-8", "example.com/log\n12\nq83v\n\n— example.com/log AAAA\n");
        Checkpoint checkpoint = door.client().checkpoint();
        assertThat(checkpoint.origin()).isEqualTo("example.com/log");
        assertThat(checkpoint.size()).isEqualTo(12);
        assertThat(checkpoint.note()).endsWith("AAAA\n");
    }

    @Test
    void leavesOutATicketNobodyGave() {
        door.then(200, JSON, "{\"tokens\": [{\"token\": \"t\", \"form\": \"refused\", \"reasons\": []}]}");
        List<Detokenised> back = door.client().detokenise(List.of("t"), "analytics.usage", Optional.empty());
        assertThat(back.get(0).name()).isEmpty();
        assertThat(door.asked.get(0).body()).doesNotContain("ticket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shouxin.example", "http://127.0.0.1.example", "http://10.0.0.1:8080",
            "http://localhost.example", "https://user:word@shouxin.example", "https://shouxin.example/?a=b",
            "ftp://localhost", "localhost", "https:opaque", "/only/a/path", "http://[::2]:1", "http://0.0.0.0:1"})
    void refusesAnAddressThatWouldShowTheKey(String address) {
        assertThatThrownBy(() -> Shouxin.connect(URI.create(address), "sxk_a.b"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("sxk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shouxin.example", "HTTPS://shouxin.example:8443/door/", "http://localhost:8080/",
            "http://127.0.0.1", "http://127.3.2.1:80", "http://[::1]:8080"})
    void takesHttpsAndThisMachine(String address) {
        assertThat(Shouxin.connect(URI.create(address), "sxk_a.b")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nfeed", "钥匙"})
    void refusesAKeyThatIsNone(String key) {
        assertThatThrownBy(() -> Shouxin.connect(URI.create("http://127.0.0.1"), key))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
