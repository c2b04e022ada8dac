// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shouxin.client.Ask;
import io.shouxin.client.Checkpoint;
import io.shouxin.client.Collected;
import io.shouxin.client.Detokenised;
import io.shouxin.client.Field;
import io.shouxin.client.Form;
import io.shouxin.client.Found;
import io.shouxin.client.LedgerFilter;
import io.shouxin.client.LedgerPage;
import io.shouxin.client.ProblemAnswer;
import io.shouxin.client.Proof;
import io.shouxin.client.Revealed;
import io.shouxin.client.Row;
import io.shouxin.client.Shouxin;
import io.shouxin.client.Value;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The client against the server it is a client of. */
class ClientIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Access access = OneServer.access();
    private final Shouxin crm = Shouxin.connect(access.address(), access.key("app-crm"));

    private static List<String> fresh() {
        return Customers.row(90, NUMBERS.incrementAndGet());
    }

    private UUID collected(List<String> row) {
        return crm.collect("service.open", Customers.asRow(row), "it-" + row.get(0)).id().orElseThrow();
    }

    @Test
    void collectsFindsAndReveals() {
        List<String> row = fresh();
        UUID customer = collected(row);
        Found found = crm.search("phone", "+86 " + row.get(2), "care.inquiry");
        assertThat(found.customers()).containsExactly(new Found.Hit(customer, "active"));

        String ticket = crm.openTicket(customer, "care.inquiry").number();
        Ask ask = Ask.of("care.inquiry", "name", "plan", "address").onTicket(ticket);
        Revealed revealed = crm.reveal(customer, ask);
        assertThat(revealed.field("plan").form()).isEqualTo(Form.CLEAR);
        assertThat(revealed.field("plan").value()).map(Value::plain).contains("5G 畅享 129 元");
        assertThat(revealed.field("name").form()).isEqualTo(Form.MASKED);
        assertThat(revealed.field("address").form()).isEqualTo(Form.REFUSED);
        assertThat(revealed.field("address").value()).isEmpty();
        assertThat(revealed.register()).contains(1);

        Revealed explained = crm.explain(customer, ask);
        assertThat(explained.receipt()).isEmpty();
        assertThat(explained.fields().values()).extracting(Field::value).containsOnly(Optional.empty());
        assertThat(explained.fields().keySet()).isEqualTo(revealed.fields().keySet());

        crm.closeTicket(ticket);
        assertThat(crm.reveal(customer, ask).field("plan").form()).isEqualTo(Form.REFUSED);
    }

    @Test
    void answersTheSameUnderTheSameKey() {
        Row row = Customers.asRow(fresh());
        Collected once = crm.collect("service.open", row, "it-again-" + NUMBERS.get());
        Collected twice = crm.collect("service.open", row, "it-again-" + NUMBERS.get());
        assertThat(once.outcome()).isEqualTo(Collected.Outcome.CREATED);
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void keepsTheGoodRowsOfABatch() {
        List<Collected> answers = crm.collectAll("service.open", List.of(Customers.asRow(fresh()),
                Row.of(Map.of("customer-number", "YL-bad-" + NUMBERS.get(), "phone", "12345"))),
                Shouxin.Existing.REFUSE, "it-batch-" + NUMBERS.get());
        assertThat(answers).extracting(Collected::outcome)
                .containsExactly(Collected.Outcome.CREATED, Collected.Outcome.REJECTED);
        assertThat(answers.get(1).errors()).extracting(ProblemAnswer.Error::where).containsExactly("fields.phone");
    }

    @Test
    void provesWhatItDid() {
        UUID customer = collected(fresh());
        String ticket = crm.openTicket(customer, "care.inquiry").number();
        long entry = crm.reveal(customer, Ask.of("care.inquiry", "plan").onTicket(ticket))
                .receipt().orElseThrow().entry();
        Proof proof = crm.proof(entry);
        assertThat(proof.size()).isGreaterThan(entry);
        assertThat(proof.receipt()).startsWith("c2sp.org/tlog-proof@v1\n").contains("index " + entry + "\n");
        Checkpoint checkpoint = crm.checkpoint();
        assertThat(checkpoint.size()).isGreaterThan(entry);
        LedgerPage page = crm.ledgerEntries(LedgerFilter.all().action("vault.reveal").customer(customer));
        assertThat(page.entries()).extracting(LedgerPage.Line::number).containsExactly(entry);
        LedgerPage first = crm.ledgerEntries(LedgerFilter.all().atMost(1));
        assertThat(crm.ledgerEntries(LedgerFilter.all().atMost(1).before(first.next().orElseThrow())).entries()
                .get(0).number()).isLessThan(first.entries().get(0).number());
    }

    @Test
    void exchangesTokensAndBack() {
        UUID customer = collected(fresh());
        String ticket = crm.openTicket(customer, "care.inquiry").number();
        Revealed tokens = crm.tokenise(customer, Ask.of("care.inquiry", "plan").onTicket(ticket));
        assertThat(tokens.field("plan").form()).isEqualTo(Form.TOKEN);
        String token = tokens.field("plan").value().orElseThrow().plain();
        List<Detokenised> back = crm.detokenise(List.of(token), "care.inquiry", Optional.of(ticket));
        assertThat(back.get(0).name()).contains("plan");
        assertThat(back.get(0).field().value()).map(Value::plain).contains("5G 畅享 129 元");
    }

    @Test
    void revealsManyEachWithItsReceipt() {
        List<UUID> customers = List.of(collected(fresh()), collected(fresh()));
        Shouxin billing = Shouxin.connect(access.address(), access.key("app-billing"));
        List<Revealed> revealed = billing.revealMany(customers, Ask.of("billing.settle", "monthly-fee"));
        assertThat(revealed).extracting(Revealed::customer).containsExactlyElementsOf(customers);
        assertThat(revealed).extracting(one -> one.receipt().orElseThrow().entry()).doesNotHaveDuplicates();
    }

    @Test
    void saysNoInTheLanguageAskedFor() {
        UUID nobody = UUID.randomUUID();
        Ask ask = Ask.of("care.inquiry", "plan");
        ProblemAnswer chinese = catchThrowableOfType(ProblemAnswer.class,
                () -> crm.in(Locale.SIMPLIFIED_CHINESE).reveal(nobody, ask));
        ProblemAnswer english = catchThrowableOfType(ProblemAnswer.class,
                () -> crm.in(Locale.ENGLISH).reveal(nobody, ask));
        assertThat(chinese.is("vault.unknown-customer")).isTrue();
        assertThat(chinese.detail()).containsPattern("\\p{IsHan}");
        assertThat(english.detail()).isNotBlank().doesNotContainPattern("\\p{IsHan}");
        assertThat(english.next()).isNotBlank();
    }

    @Test
    void isNobodyWithAnotherKey() {
        ProblemAnswer problem = catchThrowableOfType(ProblemAnswer.class,
                () -> Shouxin.connect(access.address(), "sxk_app-crm.wrong").proof(0));
        assertThat(problem.status()).isEqualTo(401);
    }
}
