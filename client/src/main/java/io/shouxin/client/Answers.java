// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Reads the door's JSON into records. Members it does not know are passed over: a newer door may say more. */
final class Answers {

    private final Map<?, ?> members;

    private Answers(Map<?, ?> members) {
        this.members = members;
    }

    static Answers of(Object json) {
        if (json instanceof Map<?, ?> members) {
            return new Answers(members);
        }
        throw unreadable();
    }

    private static NoAnswer unreadable() {
        return new NoAnswer("The answer is not of the shape that this client knows.", null);
    }

    Revealed revealed() {
        Map<String, Field> fields = new LinkedHashMap<>();
        of(members.get("fields")).members.forEach((name, field) -> fields.put((String) name, of(field).field()));
        return new Revealed(id("customer"), fields, given("register").map(there -> (int) number("register")),
                given("receipt").map(one -> of(one).receipt()));
    }

    Field field() {
        return new Field(Form.of(text("form")), optionalText("value").map(Value::new),
                list("reasons", reason -> new Reason(reason.text("key"), reason.text("text"))));
    }

    Receipt receipt() {
        return new Receipt(number("entry"), text("id"), instant("at"), text("leafHash"));
    }

    Collected collected() {
        return new Collected(outcome(), given("id").map(there -> id("id")),
                texts("dropped"), errors("errors"), given("receipt").map(one -> of(one).receipt()));
    }

    private Collected.Outcome outcome() {
        try {
            return Collected.Outcome.valueOf(text("outcome").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unreadable();
        }
    }

    List<ProblemAnswer.Error> errors(String name) {
        return list(name, error -> new ProblemAnswer.Error(
                error.text("where"), error.text("rule"), error.text("detail")));
    }

    Found found() {
        return new Found(list("customers", hit -> new Found.Hit(hit.id("id"), hit.text("state"))),
                of(members.get("receipt")).receipt());
    }

    Detokenised detokenised() {
        return new Detokenised(text("token"), optionalText("field"), field(),
                given("receipt").map(one -> of(one).receipt()));
    }

    Ticket ticket() {
        return new Ticket(text("ticket"), id("customer"), text("kind"), instant("openedAt"));
    }

    LedgerPage page() {
        return new LedgerPage(list("entries", line -> new LedgerPage.Line(
                line.number("number"), line.document("entry"), line.text("leafHash"))),
                given("next").isPresent() ? OptionalLong.of(number("next")) : OptionalLong.empty(),
                number("size"));
    }

    Proof proof() {
        return new Proof(number("entry"), text("leafHash"), number("size"), text("root"), texts("hashes"),
                text("receipt"));
    }

    Traced traced() {
        return new Traced(number("cells"), list("found", Answers::source));
    }

    private Traced.Source source() {
        Answers export = of(members.get("export"));
        return new Traced.Source(export.id("id"), ground(), export.text("recipient"), export.text("purpose"),
                export.text("by"), export.texts("agreedBy"),
                export.given("beganAt").map(there -> export.instant("beganAt")), number("canaries"),
                number("ofCanaries"));
    }

    private Traced.Ground ground() {
        try {
            return Traced.Ground.valueOf(text("ground").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unreadable();
        }
    }

    private Map<String, Object> document(String name) {
        Map<String, Object> document = new LinkedHashMap<>();
        of(members.get(name)).members.forEach((key, value) -> document.put((String) key, value));
        return document;
    }

    <T> List<T> list(String name, Function<Answers, T> read) {
        Object items = members.get(name);
        if (items == null) {
            return List.of();
        }
        if (items instanceof List<?> list) {
            return list.stream().map(item -> read.apply(of(item))).toList();
        }
        throw unreadable();
    }

    private List<String> texts(String name) {
        if (members.get(name) instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
            return items.stream().map(String.class::cast).toList();
        }
        throw unreadable();
    }

    private Optional<Object> given(String name) {
        return Optional.ofNullable(members.get(name));
    }

    private Optional<String> optionalText(String name) {
        return given(name).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw unreadable();
        });
    }

    private String text(String name) {
        return optionalText(name).orElseThrow(Answers::unreadable);
    }

    private long number(String name) {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw unreadable();
    }

    private UUID id(String name) {
        try {
            return UUID.fromString(text(name));
        } catch (IllegalArgumentException malformed) {
            throw unreadable();
        }
    }

    private Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException malformed) {
            throw unreadable();
        }
    }
}
