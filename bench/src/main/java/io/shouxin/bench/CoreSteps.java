// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.KeyPlace;
import io.shouxin.core.keyset.KeyWrap;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.EntryId;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.mask.Mask;
import io.shouxin.core.seal.SealedRecord;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What one reveal of six fields costs without HTTP and without a database, step by step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CoreSteps {

    private static final List<String> FIELDS =
            List.of("name", "customer-number", "phone", "plan", "contract", "monthly-fee");
    private static final Entry.Actor WHO = Entry.Actor.service("app-crm");

    private final UUID customer = UUID.randomUUID();
    private final SecretBytes above = SecretBytes.random(32);
    private final KeyPlace place = KeyPlace.customer(7);
    private final SecureRandom random = new SecureRandom();
    private final Mask mask = Mask.named("phone").orElseThrow();
    private final SecretText phone = SecretText.of("+8616400000007");
    private final byte[] wrapped;
    private final byte[] sealed;
    private final byte[] entry;
    private final Entry.CustomerRef reference;

    public CoreSteps() {
        try (CustomerKey key = CustomerKey.random(); SecretBytes bytes = key.bytes()) {
            wrapped = KeyWrap.wrap(above, bytes, place);
            reference = new Entry.CustomerRef(key.ledgerReference(customer));
            SealedRecord record = SealedRecord.empty();
            List<String> row = Customers.row(1, 7);
            for (int i = 0; i < row.size(); i++) {
                record = record.with(customer, Customers.COLUMNS.get(i), SecretText.of(row.get(i)), key);
            }
            sealed = record.bytes();
        }
        entry = writeEntry();
    }

    @Benchmark
    public Object openKey() {
        try (SecretBytes bytes = KeyWrap.unwrap(above, wrapped, place); CustomerKey key = CustomerKey.of(bytes)) {
            return key;
        }
    }

    @Benchmark
    public Object openKeyAndSixFields() {
        try (SecretBytes bytes = KeyWrap.unwrap(above, wrapped, place); CustomerKey key = CustomerKey.of(bytes)) {
            SealedRecord record = SealedRecord.read(sealed);
            SecretText last = null;
            for (String field : FIELDS) {
                last = record.open(customer, field, key);
            }
            return last;
        }
    }

    @Benchmark
    public String maskOneField() {
        return mask.apply(phone);
    }

    @Benchmark
    public byte[] writeEntry() {
        Entry.Draft draft = Entry.about(WHO, "vault.reveal", Instant.now()).purpose("care.inquiry")
                .ticket("GD20261123-000001").customer(reference).register(1);
        FIELDS.forEach(field -> draft.field(field, Entry.Given.MASKED, List.of("policy.rule")));
        return draft.entry(EntryId.next(Instant.now(), random)).bytes();
    }

    @Benchmark
    public byte[] hashEntry() {
        return Hashes.leaf(entry);
    }

    /** Runs all and writes {@code core} into the folder of the first argument. */
    public static void main(String[] args) throws RunnerException, IOException {
        Results results = new Results("core", "One reveal of six fields in the core alone",
                Machine.facts("one customer of 20 columns; JMH 1.37, average of 5 iterations of 1 s"));
        for (RunResult one : new Runner(new OptionsBuilder().include(CoreSteps.class.getName()).build()).run()) {
            Map<String, Object> row = new LinkedHashMap<>();
            String name = one.getParams().getBenchmark();
            row.put("step", name.substring(name.lastIndexOf('.') + 1));
            row.put("microseconds", Results.figure(one.getPrimaryResult().getScore()));
            row.put("error", Results.figure(one.getPrimaryResult().getScoreError()));
            results.add(row);
        }
        results.write(Path.of(args[0]));
    }
}
