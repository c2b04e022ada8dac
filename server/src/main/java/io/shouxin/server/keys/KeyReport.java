// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the keys stand, in the reader's language: for the page and for the terminal. */
@Component
class KeyReport {

    private final KeyTable table;
    private final SealTable seals;
    private final Opening opening;
    private final Custodies custodies;
    private final Rotations rotations;
    private final LedgerKeys ledgerKeys;
    private final Words words;
    private final WallTime times;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // It reports on all of them.
    KeyReport(KeyTable table, SealTable seals, Opening opening, Custodies custodies, Rotations rotations,
            LedgerKeys ledgerKeys, Words words, WallTime times, DoorClock clock) {
        this.table = table;
        this.seals = seals;
        this.opening = opening;
        this.custodies = custodies;
        this.rotations = rotations;
        this.ledgerKeys = ledgerKeys;
        this.words = words;
        this.times = times;
        this.clock = clock;
    }

    /**
     * @param kind of the mark beside it: ok, warn or bad
     * @param next what to do where it is closed; empty where it is open
     */
    record Standing(String kind, String word, String why, String next, String said) {}

    /**
     * What the page says beside its lists.
     *
     * @param custodyOfNew where the next version will be made, if that is another place; or empty
     * @param signatures what signs the ledger's checkpoints
     * @param people whether it takes custodians to open the keys
     * @param begun whether there is a root in use
     * @param peopleNext whether the next version will be divided among custodians
     */
    record Facts(String custody, String custodyOfNew, String size, String rotated, List<String> signatures,
            String sealReason, boolean people, boolean begun, boolean peopleNext) {}

    record RootLine(int version, String kind, String status, String custody, String since, String proof) {}

    /** @param said by whom and when, as a sentence */
    record ProposalLine(long id, String what, String by, String said, String reason) {}

    /** The shares that wait to be handed out, and those that were entered. */
    record SharesLine(List<Integer> toHandOut, String entered, boolean needed) {}

    record ProgressLine(boolean underWay, String kind, String word, long done, long total, String said) {}

    Standing standing() {
        Opening.State state = opening.state();
        if (state.open()) {
            return new Standing("ok", words.of("keys.state.open"), words.of("keys.state.open.what"), "", "");
        }
        Opening.Why why = state.why().orElse(Opening.Why.SEALED);
        String key = "keys.state." + why.name().toLowerCase(Locale.ROOT).replace('_', '-');
        SealTable.Seal seal = seals.seal();
        return new Standing(why == Opening.Why.CUSTODY ? "bad" : "warn", words.of("keys.state.closed"),
                why == Opening.Why.SEALED ? words.of(key, actor(seal.by()), times.text(seal.at())) : words.of(key),
                words.of(key + (why == Opening.Why.SEALED && needsPeople() ? ".next-shares" : ".next")),
                state.said().orElse(""));
    }

    Facts facts() {
        Custody.Kind next = custodies.ofNew().kind();
        Optional<Custody> inUse = opening.custodyInUse();
        SealTable.Seal seal = seals.seal();
        return new Facts(custody(), inUse.filter(one -> one.kind() != next).map(one -> custody(next)).orElse(""),
                size(), lastRotation().orElse(words.of("keys.never")), signatures(), seal.sealed() ? seal.reason() : "",
                needsPeople(), inUse.isPresent(), custodies.ofNew().needsPeople());
    }

    private boolean needsPeople() {
        return opening.custodyInUse().map(Custody::needsPeople).orElse(custodies.ofNew().needsPeople());
    }

    private String custody() {
        return opening.custodyInUse().map(one -> custody(one.kind())).orElse(words.of("keys.custody.none"));
    }

    private String custody(Custody.Kind kind) {
        return words.of("keys.custody." + kind.code());
    }

    private List<String> signatures() {
        return ledgerKeys.algorithms().stream().map(NoteAlgorithm::title).toList();
    }

    private String size() {
        KeyTable.Counts counts = table.counts();
        return words.of("keys.size", number(counts.slots()), number(counts.nodes()), number(counts.named()));
    }

    /** The newest first. */
    List<RootLine> roots() {
        return table.roots().stream().sorted(Comparator.comparingInt(RootVersion::version).reversed())
                .map(one -> new RootLine(one.version(), switch (one.status()) {
                    case IN_USE -> "ok";
                    case PREPARED -> "acc";
                    case RETIRED -> "warn";
                    case ABANDONED, DESTROYED -> "off";
                }, words.of("keys.root." + one.status().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        custody(one.custody()), times.text(one.statusAt()), proof(one))).toList();
    }

    private String proof(RootVersion one) {
        return one.keysMoved().isEmpty() ? ""
                : words.of("keys.root.proof", number(one.keysMoved().get()), number(one.keysLeft().orElse(0L)));
    }

    private Optional<String> lastRotation() {
        return table.roots().stream().filter(one -> one.status() == RootVersion.Status.IN_USE && one.version() > 1)
                .findFirst().map(one -> times.text(one.statusAt()));
    }

    List<ProposalLine> proposals() {
        return seals.proposals().stream().filter(one -> one.status() == Proposal.Status.PROPOSED
                        && !one.lapsedAt(clock.instant()))
                .map(one -> new ProposalLine(one.id(), words.of("keys.proposal."
                        + one.kind().name().toLowerCase(Locale.ROOT)), one.proposedBy(), words.of("keys.proposal.by",
                        actor(one.proposedBy()), times.text(one.proposedAt()),
                        times.text(one.proposedAt().plus(Proposal.VALID))), one.reason())).toList();
    }

    SharesLine shares() {
        ShareCustody.Progress progress = custodies.shares().progress(clock.instant());
        return new SharesLine(List.copyOf(progress.toHandOut()), entered(progress),
                !opening.state().open() && needsPeople() || rotations.waitingForShares().isPresent());
    }

    String entered() {
        return entered(custodies.shares().progress(clock.instant()));
    }

    private String entered(ShareCustody.Progress progress) {
        return progress.entered().isEmpty() ? words.of("keys.share.none-entered")
                : words.of("keys.share.entered", Rotations.spaced(progress.entered()), progress.entered().size(),
                progress.needed());
    }

    /** One line with the numbers that wait, for the command that hands them out. */
    String toHandOut() {
        return Rotations.spaced(custodies.shares().progress(clock.instant()).toHandOut());
    }

    @Nullable ProgressLine progress() {
        return rotations.progress().map(one -> new ProgressLine(one.underWay(), switch (one.phase()) {
            case DONE -> "ok";
            case FAILED -> "bad";
            default -> "acc";
        }, words.of("keys.phase." + one.phase().name().toLowerCase(Locale.ROOT).replace('_', '-')), one.done(),
                one.total(), one.said())).orElse(null);
    }

    /** For the terminal. */
    String lines() {
        Standing standing = standing();
        List<String> lines = new ArrayList<>();
        lines.add(words.of("keys.command.state", standing.word(), standing.why()));
        lines.add(standing.said());
        lines.add(standing.next());
        lines.add(words.of("keys.command.custody", custody()));
        lines.add(size());
        lines.add(words.of("keys.command.signatures", String.join(" + ", signatures())));
        roots().forEach(one -> lines.add(words.of("keys.command.root", Integer.toString(one.version()), one.status(),
                one.custody(), one.since())));
        proposals().forEach(one -> lines.add(words.of("keys.command.waits", one.what(), one.said())));
        SharesLine shares = shares();
        if (!shares.toHandOut().isEmpty()) {
            lines.add(words.of("keys.share.to-hand-out", shares.toHandOut().stream().map(String::valueOf)
                    .collect(Collectors.joining(" "))));
        } else if (shares.needed()) {
            lines.add(shares.entered());
        }
        ProgressLine progress = progress();
        if (progress != null) {
            lines.add(progress.word() + (progress.said().isEmpty() ? "" : " " + progress.said()));
        }
        return lines.stream().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    }

    /** A part of the system by its word, a person by number. */
    private String actor(String id) {
        String key = "keys.actor." + id;
        String said = words.of(key);
        return said.equals(key) ? id : said;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
