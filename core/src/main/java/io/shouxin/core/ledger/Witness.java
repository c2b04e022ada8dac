// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Findings.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The decisions of a witness (C2SP tlog-witness), without its storage: which checkpoints it cosigns, and what it
 * remembers of each log. A witness says that a log it saw only ever grew.
 *
 * <p>Whoever uses this must make one step of it: read what is remembered of the origin, {@link #rule}, and if
 * the ruling is {@link Cosign} replace exactly {@link Cosign#replaced} by {@link Cosign#seen} and make that
 * durable; only then sign {@link Cosign#text} and answer. Two requests at once would otherwise roll back what
 * was cosigned. If the process dies after the new state is durable and before the answer, the log asks again
 * with the same checkpoint, is told the size and gets its cosignature then.
 */
public final class Witness {

    /** What to answer. */
    public sealed interface Ruling permits Cosign, Refusal {

        /** The HTTP status. */
        int status();
    }

    /**
     * Cosign it, once the new state is durable.
     *
     * @param origin whose state to replace
     * @param replaced what must still be remembered when the state is replaced
     * @param seen what to remember from now on
     * @param text what to give the cosigners: {@link Note#signatures}
     */
    public record Cosign(String origin, Position replaced, Position seen, String text) implements Ruling {

        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * Do not cosign it.
     *
     * @param status 400 for a body out of shape; 403 for a checkpoint the log did not sign; 404 for a log not
     *     known; 409 for a proof from elsewhere than the size remembered; 422 for a log that does not continue
     * @param key a stable message key
     * @param size with 409, the size remembered: the whole body of the answer with a newline behind, as {@code
     *     text/x.tlog.size}
     */
    public record Refusal(int status, String key, Optional<Long> size) implements Ruling {
    }

    private final Map<String, VerifierKey[]> logs;

    /**
     * @param logs the keys of each log to be witnessed; a key's name is the log's origin
     * @throws LedgerRefused {@code ledger.witness.log-key} for a key that only signs as a witness
     */
    public Witness(List<VerifierKey> logs) {
        if (!logs.stream().allMatch(key -> key.algorithm().isForLogs())) {
            throw new LedgerRefused("ledger.witness.log-key");
        }
        this.logs = logs.stream().collect(Collectors.groupingBy(VerifierKey::name)).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                        one -> one.getValue().toArray(VerifierKey[]::new)));
    }

    /**
     * Whose checkpoint a body holds, before anything of it is checked: to find, and lock, the state to rule
     * with. Empty for a body that will be refused whatever the state is.
     */
    public Optional<String> origin(byte[] body) {
        try {
            String text = Note.uncheckedText(AddCheckpoint.parse(body).checkpointNote());
            return Optional.of(Checkpoint.parse(text).origin()).filter(logs::containsKey);
        } catch (LedgerDamaged malformed) {
            return Optional.empty();
        }
    }

    /**
     * @param body the request's
     * @param remembered what is remembered of an origin; {@link Position#start} before its first checkpoint
     */
    public Ruling rule(byte[] body, Function<String, Position> remembered) {
        AddCheckpoint asked;
        Checkpoint claimed;
        String text;
        try {
            asked = AddCheckpoint.parse(body);
            text = Note.uncheckedText(asked.checkpointNote());
            claimed = Checkpoint.parse(text);
        } catch (LedgerDamaged malformed) {
            return refused(400, malformed.key());
        }
        VerifierKey[] keys = logs.get(claimed.origin());
        if (keys == null) {
            return refused(404, "ledger.witness.unknown-log");
        }
        try {
            Checkpoint.open(asked.checkpointNote(), keys);
        } catch (LedgerDamaged notSigned) {
            return refused(notSigned.key().equals("ledger.note.malformed") ? 400 : 403, notSigned.key());
        }
        return continues(asked, claimed, text, remembered.apply(claimed.origin()));
    }

    private static Ruling continues(AddCheckpoint asked, Checkpoint claimed, String text, Position remembered) {
        if (asked.oldSize() > claimed.size()) {
            return refused(400, "ledger.witness.shrinks");
        }
        if (asked.oldSize() != remembered.size()) {
            return new Refusal(409, "ledger.witness.other-size", Optional.of(remembered.size()));
        }
        // From nothing, and from a size to itself, the only proof is the empty one; Tree sees to that.
        if (!Tree.consistent(remembered.size(), remembered.root(), claimed.size(), claimed.root(),
                asked.proof()) || claimed.size() == 0 && !isEmptyRoot(claimed)) {
            return refused(422, "ledger.witness.inconsistent");
        }
        return new Cosign(claimed.origin(), remembered, new Position(claimed.size(), claimed.root()), text);
    }

    private static boolean isEmptyRoot(Checkpoint claimed) {
        return Arrays.equals(claimed.root(), Hashes.emptyRoot());
    }

    private static Refusal refused(int status, String key) {
        return new Refusal(status, key, Optional.empty());
    }
}
