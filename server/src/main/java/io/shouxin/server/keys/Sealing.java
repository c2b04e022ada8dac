// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.GoodStanding;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sealing takes one person, because it must be possible at once; opening again takes two, or as many
 * custodians as the root needs. What one proposes another accepts within an hour.
 *
 * <p>The entry of a sealing is a ruling: a reveal that was decided before it and not yet written is decided
 * again, on every node, and then finds the keys closed.
 */
@Service
class Sealing {

    /** Whoever is at the server's own machine, with the rights of its user. */
    static final Entry.Actor SHELL = Entry.Actor.system("shell");

    private static final Entry.Actor CUSTODIANS = Entry.Actor.system("custodians");
    private static final String SYSTEM_KEYS = "system";
    private static final String OBJECT = "keys";
    private static final int REASON_MAX = 200;

    private final SealTable table;
    private final KeyTable keys;
    private final Opening opening;
    private final Custodies custodies;
    private final Rotations rotations;
    private final LedgerKeys ledgerKeys;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /** Asked for late, for who knows people asks for keys. */
    private final ObjectProvider<GoodStanding> standing;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; a step of it touches them all.
    Sealing(SealTable table, KeyTable keys, Opening opening, Custodies custodies, Rotations rotations,
            LedgerKeys ledgerKeys, Ledger ledger, TransactionTemplate transaction, Clock clock,
            ObjectProvider<GoodStanding> standing) {
        this.table = table;
        this.keys = keys;
        this.opening = opening;
        this.custodies = custodies;
        this.rotations = rotations;
        this.ledgerKeys = ledgerKeys;
        this.ledger = ledger;
        this.transaction = transaction;
        this.clock = clock;
        this.standing = standing;
    }

    /**
     * Seals the whole system: this node when this returns, every other one within a second.
     *
     * @throws Refused {@code keys.seal.already}
     */
    void seal(Entry.Actor by, String reason) {
        new Checks().atMost("reason", reason, REASON_MAX).throwIfAny();
        transaction.executeWithoutResult(status -> {
            if (!table.move(new SealTable.Seal(true, clock.instant(), by.id(), reason.strip()))) {
                throw new Refused(Refused.Kind.CONFLICT, "keys.seal.already");
            }
            ledger.appendRuling(ledger.draft(by, "keys.seal").object(OBJECT, SYSTEM_KEYS));
        });
        closeHere();
    }

    /** What the order to seal comes to on this node. */
    void closeHere() {
        opening.close(Opening.Why.SEALED, null);
        ledgerKeys.forget();
    }

    List<Proposal> proposals() {
        return table.proposals();
    }

    /**
     * Proposes to unseal or to rotate the root.
     *
     * @throws Refused {@code keys.unseal.not-sealed}, {@code keys.unseal.custodians}, {@code keys.closed},
     *     {@code keys.proposal.waiting}
     */
    long propose(Proposal.Kind kind, Entry.Actor by, String reason) {
        new Checks().atMost("reason", reason, REASON_MAX).throwIfAny();
        requireSense(kind);
        Instant now = clock.instant();
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lapse(now.minus(Proposal.VALID), now);
            long id = table.propose(kind, by.id(), now, reason.strip()).orElseThrow(
                    () -> new Refused(Refused.Kind.CONFLICT, "keys.proposal.waiting"));
            ledger.append(entry(by, "keys.propose", id).detail("kind", code(kind)));
            return id;
        }));
    }

    private void requireSense(Proposal.Kind kind) {
        if (kind == Proposal.Kind.ROTATE) {
            opening.required();
        } else if (!table.seal().sealed()) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.unseal.not-sealed");
        } else if (opening.custodyInUse().filter(Custody::needsPeople).isPresent()) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.unseal.custodians");
        }
    }

    /**
     * The second person's yes, which does what was proposed.
     *
     * @throws Refused {@code keys.proposal.own}, {@code keys.proposal.lapsed}, {@code keys.proposal.decided},
     *     {@code caller.refused.proposer-rests}
     */
    void accept(long id, Entry.Actor by) {
        Proposal proposal = required(id);
        if (proposal.proposedBy().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "keys.proposal.own");
        }
        if (proposal.lapsedAt(clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.proposal.lapsed");
        }
        standing.getObject().requireProposer(proposal.proposedBy());
        requireSense(proposal.kind());
        transaction.executeWithoutResult(status -> {
            decide(id, Proposal.Status.ACCEPTED, by);
            ledger.append(entry(by, "keys.accept", id).detail("kind", code(proposal.kind()))
                    .detail("proposed-by", proposal.proposedBy()));
            if (proposal.kind() == Proposal.Kind.UNSEAL) {
                unseal(by);
            }
        });
        if (proposal.kind() == Proposal.Kind.UNSEAL) {
            openHere();
        } else {
            rotations.begin(by);
        }
    }

    private void unseal(Entry.Actor by) {
        if (!table.move(new SealTable.Seal(false, clock.instant(), by.id(), ""))) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.unseal.not-sealed");
        }
        ledger.append(ledger.draft(by, "keys.unseal").object(OBJECT, SYSTEM_KEYS));
    }

    /** Opens this node where that needs nobody, and notes that it is open. */
    void openHere() {
        if (opening.state().open()) {
            return;
        }
        opening.tryToOpen();
        if (opening.state().open()) {
            ledger.record(ledger.draft(Entry.Actor.system("keys"), "keys.open").object(OBJECT, "node"));
            rotations.finishWhatWasLeft();
        }
    }

    void refuse(long id, Entry.Actor by) {
        end(id, Proposal.Status.REFUSED, by, "keys.refuse");
    }

    void withdraw(long id, Entry.Actor by) {
        if (!required(id).proposedBy().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "keys.proposal.not-own");
        }
        end(id, Proposal.Status.WITHDRAWN, by, "keys.withdraw");
    }

    private void end(long id, Proposal.Status to, Entry.Actor by, String action) {
        required(id);
        transaction.executeWithoutResult(status -> {
            decide(id, to, by);
            ledger.append(entry(by, action, id));
        });
    }

    private void decide(long id, Proposal.Status to, Entry.Actor by) {
        if (!table.decide(id, to, by.id(), clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.proposal.decided");
        }
    }

    private Proposal required(long id) {
        return table.proposal(id).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "keys.proposal.unknown", Long.toString(id)));
    }

    /**
     * Makes the first root version for custodians, or makes one anew whose shares went astray before they
     * were used. Once a root is in use this takes a proposal and its acceptance.
     */
    void beginShares(Entry.Actor by) {
        if (opening.custodyInUse().isPresent()) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.share.begun");
        }
        if (!custodies.ofNew().needsPeople()) {
            throw new Refused(Refused.Kind.CONFLICT, "keys.share.no-custodians");
        }
        rotations.prepareShares(by);
    }

    /** The share of one custodian, once; the entry says that it was given, and never what it is. */
    String handOut(int number, Entry.Actor by) {
        String share = custodies.shares().handOut(number);
        ledger.record(ledger.draft(by, "keys.hand-out").object("custodian", Integer.toString(number)));
        return share;
    }

    /**
     * Takes one custodian's share. The last one that is needed opens this node, unseals the system if it was
     * sealed, or brings the new root version into use.
     *
     * @return whether enough were together
     */
    boolean enterShare(String typed, Entry.Actor by) {
        int named;
        try (Share share = Share.read(typed)) {
            named = share.version();
        }
        RootVersion wanted = wanted(named);
        Optional<ShareCustody.Joined> joined = custodies.shares().enter(typed, wanted.version(), clock.instant(),
                root -> Opening.proves(root, wanted));
        if (joined.isEmpty()) {
            return false;
        }
        if (wanted.status() == RootVersion.Status.PREPARED) {
            rotations.takeOver(wanted.version(), joined.get().root(), by, Optional.of(joined.get().custodians()));
        } else {
            unsealWith(wanted, joined.get());
        }
        // A first signing key is made here: the sequencer asks within a transaction, where none may be made.
        ledgerKeys.signers();
        return true;
    }

    /** New shares come back to prove that they arrived; old ones open. */
    private RootVersion wanted(int named) {
        List<RootVersion> known = keys.roots().stream().filter(one -> one.custody() == Custody.Kind.SHARES).toList();
        return known.stream().filter(one -> one.status() == RootVersion.Status.PREPARED && one.version() == named)
                .findFirst()
                .or(() -> known.stream().filter(one -> one.status() == RootVersion.Status.IN_USE).findFirst())
                .or(() -> known.stream().filter(one -> one.status() == RootVersion.Status.PREPARED).findFirst())
                .orElseThrow(() -> new Refused(Refused.Kind.CONFLICT, "keys.share.no-custodians"));
    }

    private void unsealWith(RootVersion version, ShareCustody.Joined joined) {
        if (opening.state().open()) {
            joined.root().close();
            return;
        }
        transaction.executeWithoutResult(status -> {
            if (table.seal().sealed()) {
                unseal(CUSTODIANS);
            }
        });
        opening.openWith(version.version(), joined.root());
        ledger.record(ledger.draft(CUSTODIANS, "keys.open").object(OBJECT, "node")
                .detail("custodians", Rotations.spaced(joined.custodians())));
        rotations.finishWhatWasLeft();
    }

    private Entry.Draft entry(Entry.Actor by, String action, long proposal) {
        return ledger.draft(by, action).object("keys-proposal", Long.toString(proposal));
    }

    private static String code(Proposal.Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
