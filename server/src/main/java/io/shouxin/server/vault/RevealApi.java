// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.secret.SecretText;
import io.shouxin.server.approval.ApprovalApi;
import io.shouxin.server.approval.Approvals;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.vault.Answers.FieldBody;
import io.shouxin.server.vault.Answers.ReceiptBody;
import io.shouxin.server.vault.Answers.RevealedBody;
import io.shouxin.server.vault.Reveals.RevealAsk;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The way out for programs. Values travel in bodies only: an address may be logged anywhere. */
@RestController
class RevealApi {

    private final Reveals reveals;
    private final Searches searches;
    private final TokenExchange tokens;
    private final Answers answers;

    RevealApi(Reveals reveals, Searches searches, TokenExchange tokens, Answers answers) {
        this.reveals = reveals;
        this.searches = searches;
        this.tokens = tokens;
        this.answers = answers;
    }

    record SearchBody(@Nullable String field, @Nullable String value, @Nullable String purpose) {

        @Override
        public String toString() {
            return "SearchBody[" + field + "]";
        }
    }

    record HitBody(String id, String state) {}

    record FoundBody(List<HitBody> customers, ReceiptBody receipt) {}

    record RevealBody(@Nullable List<String> fields, @Nullable String purpose, @Nullable String ticket) {}

    record RevealManyBody(@Nullable List<UUID> customers, @Nullable List<String> fields, @Nullable String purpose,
            @Nullable String ticket) {}

    record TokenBody(@Nullable UUID customer, @Nullable List<String> fields, @Nullable String purpose,
            @Nullable String ticket) {}

    record DetokeniseBody(@Nullable List<String> tokens, @Nullable String purpose, @Nullable String ticket) {}

    record ReasonGiven(@Nullable String kind, @Nullable String text) {

        @Override
        public String toString() {
            return "ReasonGiven[" + kind + "]";
        }
    }

    /** @param minutes how long it is needed, where that is shorter than the scene's window */
    record AgreementBody(@Nullable List<UUID> customers, @Nullable List<String> fields, @Nullable String purpose,
            @Nullable String ticket, @Nullable ReasonGiven reason, @Nullable Integer minutes) {}

    record AskedBody(List<ApprovalApi.ApprovalBody> approvals) {}

    record ExplainedBody(String customer, Map<String, FieldBody> fields) {}

    record ManyBody(List<RevealedBody> customers) {}

    record DetokenisedBody(String token, @Nullable String field, String form, @Nullable String value,
            List<Answers.ReasonBody> reasons, @Nullable ReceiptBody receipt) {

        @Override
        public String toString() {
            return "DetokenisedBody[" + form + "]";
        }
    }

    record DetokenisedAnswer(List<DetokenisedBody> tokens) {}

    @PostMapping("/api/v1/customers/search")
    FoundBody search(@RequestBody SearchBody body) {
        new Checks().present("field", body.field()).present("value", body.value())
                .present("purpose", body.purpose()).throwIfAny();
        Searches.Found found = searches.search(new Searches.SearchAsk(String.valueOf(body.field()),
                SecretText.of(String.valueOf(body.value())), String.valueOf(body.purpose())), Callers.present());
        return new FoundBody(found.hits().stream().map(hit -> new HitBody(hit.customer().toString(),
                hit.state().name().toLowerCase(java.util.Locale.ROOT))).toList(), ReceiptBody.of(found.receipt()));
    }

    @PostMapping("/api/v1/customers/{id}/reveal")
    RevealedBody reveal(@PathVariable UUID id, @RequestBody RevealBody body) {
        RevealAsk ask = ask(List.of(id), body.fields(), body.purpose(), body.ticket());
        return answers.revealed(reveals.reveal(ask, Callers.present()).get(0));
    }

    @PostMapping("/api/v1/customers/{id}/explain")
    ExplainedBody explain(@PathVariable UUID id, @RequestBody RevealBody body) {
        RevealAsk ask = ask(List.of(id), body.fields(), body.purpose(), body.ticket());
        Map<String, FieldBody> fields = new LinkedHashMap<>();
        reveals.explain(ask, Callers.present()).forEach((name, decision) -> fields.put(name,
                new FieldBody(decision.form().code(), null, answers.reasons(decision.reasons()))));
        return new ExplainedBody(id.toString(), fields);
    }

    @PostMapping("/api/v1/reveal")
    ManyBody revealMany(@RequestBody RevealManyBody body) {
        RevealAsk ask = ask(body.customers(), body.fields(), body.purpose(), body.ticket());
        return new ManyBody(reveals.reveal(ask, Callers.present()).stream().map(answers::revealed).toList());
    }

    @PostMapping("/api/v1/tokens")
    RevealedBody tokenise(@RequestBody TokenBody body) {
        new Checks().present("customer", body.customer()).throwIfAny();
        RevealAsk ask = ask(body.customer() == null ? List.of() : List.of(body.customer()), body.fields(),
                body.purpose(), body.ticket());
        return answers.revealed(tokens.tokenise(
                ask.customers().get(0), ask.fields(), ask.purpose(), ask.ticket(), Callers.present()));
    }

    @PostMapping("/api/v1/tokens/reveal")
    DetokenisedAnswer detokenise(@RequestBody DetokeniseBody body) {
        new Checks().present("tokens", body.tokens()).present("purpose", body.purpose())
                .that(noNulls(body.tokens()), "tokens", "problem.wrong-type").throwIfAny();
        return new DetokenisedAnswer(tokens.detokenise(Optional.ofNullable(body.tokens()).orElse(List.of()),
                String.valueOf(body.purpose()), stripped(body.ticket()), Callers.present()).stream().map(one -> {
                    FieldBody field = answers.field(one.given());
                    return new DetokenisedBody(one.token(), one.field().orElse(null), field.form(), field.value(),
                            field.reasons(), one.receipt().map(ReceiptBody::of).orElse(null));
                }).toList());
    }

    /** Asks somebody else to agree to exactly this request; answers one request for each scene that wants it. */
    @PostMapping("/api/v1/approvals")
    @ResponseStatus(HttpStatus.CREATED)
    AskedBody askAgreement(@RequestBody AgreementBody body) {
        RevealAsk ask = ask(body.customers(), body.fields(), body.purpose(), body.ticket());
        new Checks().present("reason", body.reason()).that(body.minutes() == null || body.minutes() > 0, "minutes",
                "problem.wrong-type").throwIfAny();
        ReasonGiven reason = java.util.Objects.requireNonNull(body.reason());
        Approvals.Why why = new Approvals.Why(String.valueOf(reason.kind()),
                java.util.Objects.requireNonNullElse(reason.text(), ""),
                Optional.ofNullable(body.minutes()).map(java.time.Duration::ofMinutes));
        return new AskedBody(reveals.askAgreement(ask, why, Callers.present()).stream()
                .map(ApprovalApi.ApprovalBody::of).toList());
    }

    private static RevealAsk ask(@Nullable List<UUID> customers, @Nullable List<String> fields,
            @Nullable String purpose, @Nullable String ticket) {
        new Checks().present("customers", customers).present("fields", fields).present("purpose", purpose)
                .that(noNulls(fields), "fields", "problem.wrong-type")
                .that(noNulls(customers), "customers", "problem.wrong-type").throwIfAny();
        return new RevealAsk(Optional.ofNullable(customers).orElse(List.of()),
                Optional.ofNullable(fields).orElse(List.of()), String.valueOf(purpose),
                stripped(ticket));
    }

    private static @Nullable String stripped(@Nullable String ticket) {
        return ticket == null || ticket.isBlank() ? null : ticket.strip();
    }

    private static boolean noNulls(@Nullable List<?> items) {
        return items == null || items.stream().allMatch(java.util.Objects::nonNull);
    }
}
