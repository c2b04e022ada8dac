// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.keys.Keys;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.Receipt;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Collecting that may be sent twice. With an idempotency key, the answer is kept in the transaction
 * that stores the customers, and the same request gets it again; another request under the same key is
 * refused. What is kept has ids and outcomes, never a value; of the request itself only a MAC, for a
 * plain hash of a short request could be guessed. It is dropped after a day.
 */
@Component
class Repeats {

    private static final Duration KEPT_FOR = Duration.ofHours(24);
    private static final int KEY_MAX = 200;
    private static final String KEY = "vault.repeat.1";
    private static final String MAC = "HmacSHA256";

    record Collecting(String purpose, List<Customers.Row> rows, Customers.Existing existing) {}

    /** One row's answer as it can be kept. */
    record Line(Customers.Outcome outcome, Optional<UUID> customer, List<String> dropped,
            List<Refused.Detail> problems, Optional<String> entry) {

        static Line of(Customers.Collected one) {
            return new Line(one.outcome(), one.customer(), one.dropped(), one.problems(),
                    one.entry().map(Ledger.Appended::id));
        }
    }

    private final Customers customers;
    private final CustomerTable table;
    private final Keys keys;
    private final Ledger ledger;
    private final Clock clock;
    private final JsonMapper json;

    Repeats(Customers customers, CustomerTable table, Keys keys, Ledger ledger, Clock clock, JsonMapper json) {
        this.customers = customers;
        this.table = table;
        this.keys = keys;
        this.ledger = ledger;
        this.clock = clock;
        this.json = json;
    }

    List<Line> collect(Collecting ask, @Nullable String idempotencyKey, Caller caller) {
        if (idempotencyKey == null) {
            return lines(customers.collect(ask.purpose(), ask.rows(), ask.existing(), caller));
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > KEY_MAX) {
            throw new Refused(Refused.Kind.INVALID, "vault.idempotency-key", Integer.toString(KEY_MAX));
        }
        // Callers make such keys of phone numbers too, so the key itself is kept under ours only.
        String key = HexFormat.of().formatHex(authenticated(mac -> add(mac, idempotencyKey)));
        byte[] hash = hash(ask);
        Optional<List<Line>> before = replay(caller, key, hash);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return customers.collect(ask.purpose(), ask.rows(), ask.existing(), caller, collected -> {
                List<Line> lines = lines(collected);
                table.addReplay(caller.id(), key, new CustomerTable.Replay(hash,
                        json.writeValueAsString(lines)), clock.instant());
                return lines;
            });
        } catch (DuplicateKeyException | Refused raced) {
            // The same request came twice at once: the other one stored it, and its answer is ours.
            return replay(caller, key, hash).orElseThrow(() -> raced);
        }
    }

    /** The receipt of a line, also of one kept from an earlier answer. */
    Optional<Receipt> receipt(Line line) {
        if (line.entry().isEmpty() || line.customer().isEmpty()) {
            return Optional.empty();
        }
        return table.find(line.customer().get()).map(StoredCustomer::reference)
                .flatMap(reference -> ledger.find(LedgerQuery.latest(LedgerQuery.LIMIT_MAX).withCustomer(reference))
                        .stream().filter(one -> one.entry().id().equals(line.entry().get())).findFirst())
                .map(Ledger.Line::receipt);
    }

    private Optional<List<Line>> replay(Caller caller, String key, byte[] hash) {
        return table.replay(caller.id(), key).map(kept -> {
            if (!Arrays.equals(kept.requestHash(), hash)) {
                throw new Refused(Refused.Kind.UNPROCESSABLE, "vault.idempotency-reused");
            }
            return Arrays.asList(json.readValue(kept.answer(), Line[].class));
        });
    }

    private static List<Line> lines(List<Customers.Collected> collected) {
        return collected.stream().map(Line::of).toList();
    }

    private byte[] hash(Collecting ask) {
        return authenticated(mac -> {
            add(mac, ask.purpose());
            add(mac, ask.existing().name());
            for (Customers.Row row : ask.rows()) {
                add(mac, row.customer().map(UUID::toString).orElse(""));
                add(mac, Integer.toString(row.fields().size()));
                new TreeMap<>(row.fields()).forEach((name, value) -> {
                    add(mac, name);
                    add(mac, value);
                });
                add(mac, row.consents().toString());
            }
        });
    }

    private byte[] authenticated(Consumer<Mac> what) {
        byte[] key = keys.named(KEY).plain(PlainAccess.granted());
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            what.accept(mac);
            return mac.doFinal();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256.", absent);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Framed by its length, so that no two lists of texts give the same bytes. */
    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void dropOld() {
        table.dropReplays(clock.instant().minus(KEPT_FOR));
    }
}
