// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.vault.Answers.ErrorBody;
import io.shouxin.server.vault.Answers.ReceiptBody;
import io.shouxin.server.vault.Customers.Outcome;
import io.shouxin.server.vault.Customers.Row;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The way in for programs. */
@RestController
class CustomerApi {

    private static final int FIELDS_MAX = 200;
    private static final Pattern NAME = Pattern.compile("(?!.*[0-9]{9})[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Repeats repeats;
    private final Answers answers;

    CustomerApi(Repeats repeats, Answers answers) {
        this.repeats = repeats;
        this.answers = answers;
    }

    record ConsentBody(@Nullable String purpose, @Nullable String notice, @Nullable String channel) {}

    record CollectBody(@Nullable String purpose, @Nullable UUID customer, @Nullable Map<String, Object> fields,
            @Nullable List<ConsentBody> consents) {

        @Override
        public String toString() {
            return "CollectBody[" + purpose + "]";
        }
    }

    record BatchBody(@Nullable String purpose, @Nullable Boolean update, @Nullable List<CollectBody> customers) {}

    record CollectedBody(String outcome, @Nullable String id, List<String> dropped, List<ErrorBody> errors,
            @Nullable ReceiptBody receipt) {}

    record BatchAnswer(List<CollectedBody> results, Map<String, Integer> counts) {}

    @PostMapping("/api/v1/customers")
    ResponseEntity<CollectedBody> collect(
            @RequestBody CollectBody body, @RequestHeader(name = "Idempotency-Key", required = false)
            @Nullable String key) {
        new Checks().present("purpose", body.purpose()).present("fields", body.fields()).throwIfAny();
        Caller caller = Callers.present();
        Repeats.Line line = repeats.collect(new Repeats.Collecting(String.valueOf(body.purpose()),
                List.of(row(body, "")), Customers.Existing.REFUSE), key, caller).get(0);
        if (line.outcome() == Outcome.REJECTED) {
            throw refused(line);
        }
        return ResponseEntity.status(line.outcome() == Outcome.CREATED ? 201 : 200).body(body(line, caller));
    }

    private static Refused refused(Repeats.Line line) {
        boolean taken = line.problems().stream().anyMatch(one -> one.key().equals("vault.number-taken"));
        boolean unknown = line.problems().stream().anyMatch(one -> one.key().equals("vault.unknown-customer"));
        return unknown ? Customers.unknown()
                : taken ? new Refused(Refused.Kind.CONFLICT, "vault.number-taken", line.problems())
                : new Refused(Refused.Kind.INVALID, "problem.invalid", line.problems());
    }

    @PostMapping("/api/v1/customers:batch")
    BatchAnswer collectMany(
            @RequestBody BatchBody body, @RequestHeader(name = "Idempotency-Key", required = false)
            @Nullable String key) {
        new Checks().present("purpose", body.purpose()).present("customers", body.customers()).throwIfAny();
        List<CollectBody> customers = Optional.ofNullable(body.customers()).orElse(List.of());
        Row[] rows = new Row[customers.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(customers.get(i), "customers[" + i + "].");
        }
        Customers.Existing existing = Boolean.TRUE.equals(body.update())
                ? Customers.Existing.UPDATE : Customers.Existing.REFUSE;
        Caller caller = Callers.present();
        List<Repeats.Line> lines = repeats.collect(
                new Repeats.Collecting(String.valueOf(body.purpose()), List.of(rows), existing), key, caller);
        Map<String, Integer> counts = new HashMap<>();
        lines.forEach(line -> counts.merge(word(line.outcome()), 1, Integer::sum));
        return new BatchAnswer(lines.stream().map(line -> body(line, caller)).toList(), counts);
    }

    /** A version of a notice, a channel: names that lie in plain in the database, so no room for a value. */
    private static boolean isName(@Nullable String text) {
        return text == null || NAME.matcher(text).matches();
    }

    private CollectedBody body(Repeats.Line line, Caller caller) {
        return new CollectedBody(word(line.outcome()), line.customer().map(UUID::toString).orElse(null),
                line.dropped(), answers.errors(line.problems()),
                repeats.receipt(line).map(ReceiptBody::of).orElse(null));
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** JSON scalars become text as written; anything else is refused by the name of its place. */
    private static Row row(@Nullable CollectBody body, String where) {
        new Checks().present(where + "fields", body == null ? null : body.fields()).throwIfAny();
        CollectBody given = java.util.Objects.requireNonNull(body);
        Map<String, Object> fields = java.util.Objects.requireNonNull(given.fields());
        Checks checks = new Checks().that(fields.size() <= FIELDS_MAX, where + "fields", "problem.too-many",
                "" + FIELDS_MAX);
        Map<String, String> texts = new HashMap<>();
        fields.forEach((name, value) -> {
            boolean scalar = value instanceof String || value instanceof Number || value instanceof Boolean;
            checks.that(scalar, where + "fields", "vault.not-a-scalar");
            if (scalar) {
                texts.put(name, value instanceof java.math.BigDecimal decimal
                        ? decimal.toPlainString() : String.valueOf(value));
            }
        });
        List<ConsentBody> consents = Optional.ofNullable(given.consents()).orElse(List.of());
        checks.that(consents.stream().allMatch(java.util.Objects::nonNull), where + "consents",
                "problem.wrong-type").throwIfAny();
        consents.forEach(one -> checks
                .present(where + "consents.purpose", one.purpose())
                .present(where + "consents.notice", one.notice())
                .that(isName(one.notice()), where + "consents.notice", "vault.not-a-name")
                .present(where + "consents.channel", one.channel())
                .that(isName(one.channel()), where + "consents.channel", "vault.not-a-name"));
        checks.throwIfAny();
        return new Row(Optional.ofNullable(given.customer()), texts, consents.stream()
                .map(one -> new Customers.Consent(String.valueOf(one.purpose()), String.valueOf(one.notice()),
                        String.valueOf(one.channel()))).toList());
    }
}
