// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose word a reader takes (C2SP tlog-policy): the keys of logs, the keys of witnesses, and how many of which
 * witnesses must have cosigned a checkpoint before it counts.
 */
public final class TrustPolicy {

    /** Larger than 32 logs, witnesses and groups with post-quantum keys; nobody writes more by hand. */
    public static final int BYTES_MAX = 1_000_000;

    /**
     * A log whose checkpoints are taken.
     *
     * @param key its name is the log's origin
     * @param url where the log is, if the policy says so
     */
    public record Log(VerifierKey key, Optional<String> url) {
    }

    /**
     * @param name within the policy
     * @param key of its cosignatures
     * @param url where it takes checkpoints, if the policy says so
     */
    public record Witness(String name, VerifierKey key, Optional<String> url) {
    }

    /**
     * What a policy says of a checkpoint in hand.
     *
     * @param checkpoint signed by one of the logs
     * @param signed the keys of that log under which it is signed, each verified
     * @param unsigned the other keys of that log that were given: one that was added later, or whose line was left
     *     out; a signature under one key is enough
     * @param cosigned the names of the witnesses that cosigned it, each verified
     * @param counts whether these are a quorum
     */
    public record Standing(Checkpoint checkpoint, List<VerifierKey> signed, List<VerifierKey> unsigned,
            List<String> cosigned, boolean counts) {

        public Standing {
            signed = List.copyOf(signed);
            unsigned = List.copyOf(unsigned);
            cosigned = List.copyOf(cosigned);
        }
    }

    /** A name the quorum is made of. */
    sealed interface Member permits One, Group {

        boolean isAmong(Set<VerifierKey> cosigned);
    }

    record One(VerifierKey key) implements Member {

        @Override
        public boolean isAmong(Set<VerifierKey> cosigned) {
            return cosigned.contains(key);
        }
    }

    record Group(int needed, List<Member> members) implements Member {

        @Override
        public boolean isAmong(Set<VerifierKey> cosigned) {
            return members.stream().filter(member -> member.isAmong(cosigned)).count() >= needed;
        }
    }

    private final List<Log> logs;
    private final List<Witness> witnesses;
    private final Member quorum;

    TrustPolicy(List<Log> logs, List<Witness> witnesses, Member quorum) {
        this.logs = List.copyOf(logs);
        this.witnesses = List.copyOf(witnesses);
        this.quorum = quorum;
    }

    /** @throws PolicyRefused naming the first line that is wrong */
    public static TrustPolicy parse(byte[] file) {
        return new TrustPolicyReader().read(file);
    }

    public List<Log> logs() {
        return logs;
    }

    public List<Witness> witnesses() {
        return witnesses;
    }

    /**
     * Opens a signed checkpoint and counts its cosignatures.
     *
     * @param further keys of logs, where the policy lists none or not all
     * @throws LedgerDamaged as {@link Note#open} and {@link Checkpoint#parse}: not signed by a log of the
     *     policy, or a line under a key of the policy is wrong
     */
    public Standing standing(byte[] note, VerifierKey... further) {
        List<VerifierKey> logKeys = Stream.concat(logs.stream().map(Log::key), Stream.of(further)).distinct().toList();
        Note opened = Note.open(note, Stream.concat(logKeys.stream(), witnesses.stream().map(Witness::key))
                .toArray(VerifierKey[]::new));
        Checkpoint checkpoint = Checkpoint.parse(opened.text());
        Map<Boolean, List<VerifierKey>> ofLog = logKeys.stream()
                .filter(key -> key.algorithm().isForLogs() && key.name().equals(checkpoint.origin()))
                .collect(Collectors.partitioningBy(opened.signers()::contains));
        if (ofLog.get(true).isEmpty()) {
            throw new LedgerDamaged("ledger.note.unsigned");
        }
        List<Witness> cosigned = witnesses.stream()
                .filter(witness -> opened.signers().contains(witness.key())).toList();
        return new Standing(checkpoint, ofLog.get(true), ofLog.get(false),
                cosigned.stream().map(Witness::name).toList(),
                quorum.isAmong(cosigned.stream().map(Witness::key).collect(Collectors.toSet())));
    }
}
