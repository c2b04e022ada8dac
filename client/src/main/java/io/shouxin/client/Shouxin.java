// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A door to customers' information, for one application. Make one and share it: it is immutable, keeps its
 * connections and may be used by any number of threads, virtual ones too.
 *
 * <p>Every method throws {@link ProblemAnswer} when the door refuses, and {@link NoAnswer} when nothing came
 * that can be read. A field that is refused is no exception: it is an answer, with its reasons. What has the
 * same effect when carried out twice is sent again by itself, up to three times while the door is unavailable:
 * collecting under its idempotency key, explaining, and reading the ledger. A look is never sent again unasked,
 * for each one is an entry in the ledger.
 */
public final class Shouxin {

    private final Wire wire;

    private Shouxin(Wire wire) {
        this.wire = wire;
    }

    /**
     * @param address {@code https://host[:port]}; plain {@code http} only on this machine itself
     * @param key the application's key, as shown once when it was made
     * @throws IllegalArgumentException when the address is neither
     */
    public static Shouxin connect(URI address, String key) {
        return connect(address, key, wait -> Thread.sleep(wait.toMillis()));
    }

    static Shouxin connect(URI address, String key, Wire.Pause pause) {
        if (!key.matches("[\\x21-\\x7e]{1,200}")) {
            throw new IllegalArgumentException("This is not a key of an application.");
        }
        return new Shouxin(Wire.to(Door.at(address), key, pause));
    }

    /** The same door, answering reasons and problems in this language: Chinese or English. */
    public Shouxin in(Locale language) {
        return new Shouxin(wire.withHeader("Accept-Language", language.toLanguageTag()));
    }

    /** The same door, waiting at most this long for an answer; 30 seconds unless told. */
    public Shouxin waitingAtMost(Duration longest) {
        return new Shouxin(wire.withTimeout(longest));
    }

    /**
     * Stores one new customer.
     *
     * @param fields values by field name
     * @param idempotencyKey the same for the same request: sent again within a day, it answers as the first time
     */
    public Collected collect(String purpose, Map<String, String> fields, String idempotencyKey) {
        return collect(purpose, Row.of(fields), idempotencyKey);
    }

    /** Stores one customer, new or known, with consents. */
    public Collected collect(String purpose, Row row, String idempotencyKey) {
        Map<String, Object> body = row(row);
        body.put("purpose", purpose);
        return Answers.of(wire.post("/api/v1/customers", body, idempotencyKey)).collected();
    }

    /** What to do with a row whose customer number is here already. */
    public enum Existing { REFUSE, UPDATE }

    /**
     * Stores up to 500 customers. A bad row is answered as rejected and the others are stored.
     *
     * @return one answer a row, in the rows' order
     */
    public List<Collected> collectAll(String purpose, List<Row> rows, Existing existing, String idempotencyKey) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("purpose", purpose);
        body.put("update", existing == Existing.UPDATE);
        body.put("customers", rows.stream().map(Shouxin::row).toList());
        return Answers.of(wire.post("/api/v1/customers:batch", body, idempotencyKey))
                .list("results", Answers::collected);
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> body = new LinkedHashMap<>();
        row.customer().ifPresent(id -> body.put("customer", id.toString()));
        body.put("fields", row.fields());
        if (!row.consents().isEmpty()) {
            body.put("consents", row.consents().stream().map(one -> Map.of("purpose", one.purpose(),
                    "notice", one.notice(), "channel", one.channel())).toList());
        }
        return body;
    }

    /** Finds customers by the exact value of a searchable field, in any usual writing. */
    public Found search(String field, String value, String purpose) {
        return Answers.of(wire.post("/api/v1/customers/search",
                Map.of("field", field, "value", value, "purpose", purpose))).found();
    }

    public Revealed reveal(UUID customer, Ask ask) {
        return Answers.of(wire.post("/api/v1/customers/" + customer + "/reveal", ask(ask))).revealed();
    }

    /** The same fields of up to 200 customers, each with its own receipt. */
    public List<Revealed> revealMany(List<UUID> customers, Ask ask) {
        Map<String, Object> body = ask(ask);
        body.put("customers", customers.stream().map(UUID::toString).toList());
        return Answers.of(wire.post("/api/v1/reveal", body)).list("customers", Answers::revealed);
    }

    /** What {@link #reveal} would give now. Shows no value and leaves no entry. */
    public Revealed explain(UUID customer, Ask ask) {
        return Answers.of(wire.ask("/api/v1/customers/" + customer + "/explain", ask(ask))).revealed();
    }

    /** Tokens in place of the values that this application may see: keep these, and never the values. */
    public Revealed tokenise(UUID customer, Ask ask) {
        Map<String, Object> body = ask(ask);
        body.put("customer", customer.toString());
        return Answers.of(wire.post("/api/v1/tokens", body)).revealed();
    }

    /** Turns up to 200 of this application's tokens back: a reveal like any other. */
    public List<Detokenised> detokenise(List<String> tokens, String purpose, Optional<String> ticket) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("tokens", tokens);
        body.put("purpose", purpose);
        ticket.ifPresent(number -> body.put("ticket", number));
        return Answers.of(wire.post("/api/v1/tokens/reveal", body)).list("tokens", Answers::detokenised);
    }

    private static Map<String, Object> ask(Ask ask) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fields", ask.fields());
        body.put("purpose", ask.purpose());
        ask.ticket().ifPresent(number -> body.put("ticket", number));
        return body;
    }

    /** Opens a ticket about a customer, where the operator keeps tickets at the door. */
    public Ticket openTicket(UUID customer, String kind) {
        return Answers.of(wire.post("/api/v1/tickets",
                Map.of("customer", customer.toString(), "kind", kind))).ticket();
    }

    public void closeTicket(String number) {
        wire.post("/api/v1/tickets/" + encoded(number) + "/close", Map.of());
    }

    /** Entries of the ledger, newest first. */
    public LedgerPage ledgerEntries(LedgerFilter filter) {
        String query = filter.parts().entrySet().stream()
                .map(part -> part.getKey() + "=" + encoded(part.getValue())).collect(Collectors.joining("&"));
        return Answers.of(Wire.json(wire.get("/api/v1/ledger/entries" + (query.isEmpty() ? "" : "?" + query)))).page();
    }

    /**
     * Which exports a file that was found was copied from. The file goes to the door as it is; nothing of it is kept
     * there. Large files take longer than the usual thirty seconds ({@link #waitingAtMost}).
     *
     * @param file is opened once and read to its end
     */
    public Traced trace(Supplier<InputStream> file) {
        return Answers.of(wire.stream("/api/v1/exports/trace", HttpRequest.BodyPublishers.ofInputStream(file)))
                .traced();
    }

    /** That this entry is in the ledger, as anybody can check. */
    public Proof proof(long entry) {
        return Answers.of(Wire.json(wire.get("/api/v1/ledger/entries/" + entry + "/proof"))).proof();
    }

    /** The newest signed state of the ledger. */
    public Checkpoint checkpoint() {
        return Checkpoint.read(Wire.text(wire.get("/ledger/checkpoint")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The address; never the key. */
    @Override
    public String toString() {
        return "Shouxin[" + wire + "]";
    }
}
