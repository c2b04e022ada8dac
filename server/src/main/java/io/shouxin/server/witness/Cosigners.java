// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.tree.CheckpointSigner;
import io.shouxin.server.tree.Cosigned;
import io.shouxin.server.tree.Published;
import io.shouxin.server.tree.SignedTree;
import io.shouxin.server.tree.TreeHead;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends our newest checkpoint to the witnesses of the policy and keeps what they sign. Behind everything else:
 * no request waits for a witness, and a witness that is away is asked again the next time. What a witness
 * refuses because our log does not continue what it saw is an alarm, for that is what it is there for.
 */
@Component
public class Cosigners implements Cosigned, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Cosigners.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration COSIGNATURES_FOR = Duration.ofDays(90);
    /** A tree that does not grow is cosigned anew now and then, so that one can see that it is not stale. */
    private static final Duration SAME_AFTER = Duration.ofMinutes(10);

    /**
     * How we stand with one of them.
     *
     * @param name in the policy
     * @param size what it cosigned last
     * @param failed a message key of why the last asking failed
     * @param refusedAt since when it says that our log does not continue what it saw
     */
    public record OneWitness(String name, String key, long size, Optional<Instant> cosignedAt, Optional<String> failed,
            Optional<Instant> refusedAt) {}

    private final Policy policy;
    private final CosignSettings settings;
    private final WitnessTable table;
    private final SignedTree tree;
    private final Published published;
    private final ObjectProvider<CheckpointSigner> signer;
    private final DoorClock clock;
    private final String node;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private volatile @Nullable TreeHead judged;
    private @Nullable ScheduledExecutorService rounds;

    @SuppressWarnings("checkstyle:ParameterNumber") // What it sends, whom it asks and when.
    Cosigners(Policy policy, CosignSettings settings, WitnessTable table, SignedTree tree, Published published,
            ObjectProvider<CheckpointSigner> signer, DoorClock clock, @Value("${shouxin.node:node-1}") String node) {
        this.policy = policy;
        this.settings = settings;
        this.table = table;
        this.tree = tree;
        this.published = published;
        this.signer = signer;
        this.clock = clock;
        this.node = node;
    }

    /** Whether the operator asks for witnesses at all. */
    public boolean wanted() {
        return policy.file().isPresent();
    }

    public List<OneWitness> all() {
        return policy.witnesses().stream().map(one -> {
            WitnessTable.Standing standing = table.standing(one.key().toString());
            return new OneWitness(one.name(), one.key().toString(), standing.size(), standing.cosignedAt(),
                    standing.failed(), standing.refusedAt());
        }).toList();
    }

    @Override
    public byte[] with(byte[] note, long size) {
        if (policy.file().isEmpty()) {
            return note;
        }
        byte[] lines = String.join("", table.lines(size)).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(note, note.length + lines.length);
        System.arraycopy(lines, 0, whole, note.length, lines.length);
        return whole;
    }

    @Override
    public Optional<TreeHead> newest() {
        // What counted when it was kept need not count by the policy of today.
        return policy.file().isEmpty() ? Optional.empty() : table.counted().filter(this::counts);
    }

    private boolean counts(TreeHead counted) {
        TreeHead known = judged;
        if (known != null && Arrays.equals(known.note().orElseThrow(), counted.note().orElseThrow())) {
            return true;
        }
        if (!standing(counted.note().orElseThrow()).map(TrustPolicy.Standing::counts).orElse(false)) {
            return false;
        }
        judged = counted;
        return true;
    }

    private Optional<TrustPolicy.Standing> standing(byte[] note) {
        CheckpointSigner keys = signer.getIfAvailable();
        if (keys == null) {
            return Optional.empty();
        }
        try {
            return policy.file().map(one -> one.standing(note, keys.verifiers().toArray(VerifierKey[]::new)));
        } catch (LedgerDamaged differs) {
            return Optional.empty();
        }
    }

    /** Asks each witness once, if it is this node's turn. */
    void round() {
        Instant now = clock.systemInstant();
        TreeHead head = tree.head();
        if (policy.witnesses().isEmpty() || head.note().isEmpty()
                || !table.takeTurn(node, settings.cosignEvery().multipliedBy(2))
                || published.follow().isPresent()) {
            return;
        }
        Asking asking = new Asking(http, tree.tiles(), head);
        policy.witnesses().forEach(witness -> ask(asking, witness, head));
        byte[] whole = with(head.note().get(), head.size());
        if (standing(whole).map(TrustPolicy.Standing::counts).orElse(false)) {
            table.count(new TreeHead(head.size(), head.root(), Optional.of(whole), head.signedAt()));
        }
        table.forget(now.minus(COSIGNATURES_FOR));
    }

    private void ask(Asking asking, TrustPolicy.Witness witness, TreeHead head) {
        String key = witness.key().toString();
        WitnessTable.Standing before = table.standing(key);
        Instant now = clock.systemInstant();
        if (before.size() == head.size() && before.failed().isEmpty()
                && before.cosignedAt().filter(at -> at.isAfter(now.minus(SAME_AFTER))).isPresent()) {
            return;
        }
        Asking.Answer answer = asking.ask(witness, before.size());
        if (answer instanceof Asking.Cosigned cosigned) {
            table.cosigned(key, head.size(), cosigned.line(), cosigned.seenAt(), now);
        } else if (answer instanceof Asking.Failed failed) {
            table.failed(key, failed.key(), failed.refused(), now);
            if (failed.refused()) {
                LOG.error("Witness {} refuses our checkpoint of {} entries: {}", witness.name(), head.size(),
                        failed.key());
            } else {
                LOG.warn("Witness {} did not cosign: {}", witness.name(), failed.key());
            }
        }
    }

    private void quietly() {
        try {
            round();
        } catch (RuntimeException unavailable) {
            LOG.warn("Witnesses could not be asked now: {}", unavailable.getClass().getName());
        }
    }

    @Override
    public void start() {
        if (policy.witnesses().isEmpty()) {
            return;
        }
        rounds = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread made = new Thread(run, "ledger-witnesses");
            made.setDaemon(true);
            return made;
        });
        long every = settings.cosignEvery().toMillis();
        rounds.scheduleWithFixedDelay(this::quietly, Math.min(every, 2_000), every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        if (rounds != null) {
            rounds.shutdownNow();
            rounds = null;
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }
}
