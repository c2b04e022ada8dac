// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.AddCheckpoint;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Findings.Position;
import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.core.ledger.Witness;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cosigns checkpoints of the logs it watches. The decision is the core's ({@link Witness}); here it is made one
 * step with the state: read, ruled, durable, answered, one request at a time for each log. If the process dies
 * after the state is durable and before the answer, the log asks again and is told the size (409).
 */
final class WatchedLogs {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedLogs.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";
    private static final Pattern SEEN = Pattern.compile("/([0-9a-f]{64})/checkpoint");

    /** An answer to the byte. */
    record Answer(int status, String type, String body) {}

    private final Witness witness;
    private final Map<String, VerifierKey[]> keys;
    private final WitnessStore store;
    private final NoteSigner[] signers;
    private final List<VerifierKey> own;

    WatchedLogs(List<VerifierKey> logs, WitnessStore store, List<JcaSigner> signers) {
        this.witness = new Witness(logs);
        this.keys = logs.stream().collect(Collectors.groupingBy(VerifierKey::name)).entrySet().stream().collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> one.getValue().toArray(VerifierKey[]::new)));
        this.store = store;
        this.signers = signers.toArray(NoteSigner[]::new);
        this.own = signers.stream().map(JcaSigner::verifierKey).toList();
        own.forEach(key -> LOG.info("Witness key: {}", key));
    }

    /** Its keys; whoever trusts this witness may go by either. */
    List<VerifierKey> keys() {
        return own;
    }

    Answer add(byte[] body) {
        Optional<String> origin = witness.origin(body);
        if (origin.isEmpty()) {
            return refused((Witness.Refusal) witness.rule(body, unknown -> Position.start()));
        }
        // The array belongs to this log alone and is never given away, so it serves as the log's lock.
        synchronized (keys.get(origin.get())) {
            try {
                Witness.Ruling ruling = witness.rule(body, this::remembered);
                return ruling instanceof Witness.Cosign cosign ? cosigned(body, cosign)
                        : refused((Witness.Refusal) ruling);
            } catch (IOException | StateUnreadable | LedgerDamaged failed) {
                LOG.error("The state of a log could not be read or written; nothing was cosigned: {}",
                        failed.getClass().getName());
                return new Answer(500, TEXT, "state\n");
            }
        }
    }

    private Answer cosigned(byte[] body, Witness.Cosign cosign) throws IOException {
        String lines = Note.signatures(cosign.text(), signers);
        String seen = cosign.text() + "\n" + signaturesOfLog(body, keys.get(cosign.origin())) + lines;
        store.keep(cosign.origin(), seen);
        return new Answer(200, TEXT, lines);
    }

    /** Only the lines that were verified: whoever reads what we have seen shall not think we vouch for others. */
    private static String signaturesOfLog(byte[] body, VerifierKey... of) {
        return Note.open(AddCheckpoint.parse(body).checkpointNote(), of).verified().stream()
                .map(WatchedLogs::line).collect(Collectors.joining());
    }

    private static String line(Note.Line line) {
        byte[] blob = new byte[line.keyId().length + line.signature().length];
        System.arraycopy(line.keyId(), 0, blob, 0, line.keyId().length);
        System.arraycopy(line.signature(), 0, blob, line.keyId().length, line.signature().length);
        return "\u2014 " + line.name() + " " + Base64.getEncoder().encodeToString(blob) + "\n";
    }

    private Answer refused(Witness.Refusal refusal) {
        if (refusal.status() == 422) {
            LOG.warn("A log does not continue what this witness saw of it: {}", refusal.key());
        }
        return refusal.size().map(size -> new Answer(refusal.status(), SIZE, size + "\n"))
                .orElseGet(() -> new Answer(refusal.status(), TEXT, refusal.key() + "\n"));
    }

    private Position remembered(String origin) {
        try {
            return store.seen(origin).map(WatchedLogs::position).orElse(Position.start());
        } catch (IOException failed) {
            throw new StateUnreadable(failed);
        }
    }

    private static Position position(String note) {
        Checkpoint seen = Checkpoint.parse(note.substring(0, note.lastIndexOf("\n\n") + 1));
        return new Position(seen.size(), seen.root());
    }

    /** What a witness has cosigned last, for those who watch the log through it. */
    Optional<String> seen(String path) throws IOException {
        Matcher asked = SEEN.matcher(path);
        if (!asked.matches()) {
            return Optional.empty();
        }
        Optional<String> origin = keys.keySet().stream()
                .filter(one -> WitnessStore.nameOf(one).equals(asked.group(1))).findFirst();
        return origin.isPresent() ? store.seen(origin.get()) : Optional.empty();
    }

    /** Carries a failed read out of the decision. */
    private static final class StateUnreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StateUnreadable(IOException cause) {
            super(cause);
        }
    }
}
