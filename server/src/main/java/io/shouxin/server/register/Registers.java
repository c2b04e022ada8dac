// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.Change;
import io.shouxin.core.policy.Reading;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.RegisterChanges;
import io.shouxin.core.policy.Word;
import io.shouxin.server.caller.GoodStanding;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.ledger.RuledCache;
import io.shouxin.server.ledger.Rulings;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The door to the register: the version in force, and the way to another one. */
@Service
public class Registers {

    private static final int READ_MAX = 50;
    public static final int REASON_MAX = 200;

    /**
     * A register with its number: what a decision is made by.
     *
     * @param ruled every ruling with a number below this one is in it ({@code ledger.Basis})
     */
    public record InForce(int version, Register register, long ruled) {}

    private final RegisterTable table;
    private final ProposalReplays replays;
    private final SuiteSwitches switches;
    private final Ledger ledger;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    /** Asked for late, for who knows people and applications asks for the register's purposes. */
    private final ObjectProvider<GoodStanding> standing;
    private final Cache<Integer, Register> read = Caffeine.newBuilder().maximumSize(READ_MAX).build();
    private final RuledCache<Boolean, Optional<Integer>> inForce;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Registers(RegisterTable table, ProposalReplays replays, SuiteSwitches switches, Ledger ledger, Rulings rulings,
            Clock clock, ApplicationEventPublisher events, ObjectProvider<GoodStanding> standing) {
        this.table = table;
        this.replays = replays;
        this.switches = switches;
        this.ledger = ledger;
        this.clock = clock;
        this.events = events;
        this.standing = standing;
        this.inForce = new RuledCache<>(rulings, 1, only -> table.inForce());
    }

    /**
     * The register that decides now.
     *
     * @throws Refused {@code register.refused.none} while there is none: then nothing passes
     */
    public InForce inForce() {
        Ruled<Optional<Integer>> read = inForce.get(true);
        int version = read.value()
                .orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "register.refused.none"));
        return new InForce(version, register(version), read.ruled());
    }

    public boolean none() {
        return table.inForce().isEmpty();
    }

    /** A version as a register. Versions in the table were checked when they were proposed. */
    public Register register(int version) {
        return read.get(version, number -> RegisterYaml.read(required(number).yaml()).register()
                .orElseThrow(() -> new IllegalStateException("Version " + number + " does not read any more.")));
    }

    /** A version as a register; empty where there is no such version. */
    public Optional<Register> known(int version) {
        // What was read once is there for good, and some ask for the version of each of many entries.
        return Optional.ofNullable(read.getIfPresent(version))
                .or(() -> table.find(version).map(found -> register(version)));
    }

    public List<RegisterVersion> versions() {
        return table.all();
    }

    /** Proposals nobody has decided on, the newest first. */
    public List<RegisterVersion> waiting() {
        return table.all().stream().filter(one -> one.status() == RegisterVersion.Status.PROPOSED).toList();
    }

    public RegisterVersion required(int version) {
        return table.find(version).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "register.refused.unknown"));
    }

    /** Everything wrong with a document, and everything a reviewer should look at twice. */
    public Reading check(String yaml) {
        return RegisterYaml.check(yaml, Suite::isAvailable);
    }

    /** What a version changes against the one it was proposed on. */
    public List<Change> changes(int version) {
        Optional<Integer> base = required(version).base();
        return base.isEmpty() ? List.of() : RegisterChanges.between(register(base.get()), register(version));
    }

    /** Puts the first register in force. There is nothing yet that a second person could compare it with. */
    @Transactional
    public int begin(String yaml, Entry.Actor by) {
        if (!none()) {
            throw new Refused(Refused.Kind.CONFLICT, "register.refused.begun");
        }
        requireSound(yaml);
        RegisterVersion first = new RegisterVersion(0, RegisterVersion.Status.IN_FORCE, yaml, "first", Optional.empty(),
                by.id(), clock.instant(), Optional.of(by.id()), Optional.of(clock.instant()));
        int version = table.insert(first);
        ledger.appendRuling(entry(by, "register.begin", version));
        return version;
    }

    /** Proposes a document; nothing changes until another administrator accepts it. */
    @Transactional
    public int propose(String yaml, String reason, Entry.Actor by) {
        new Checks().present("reason", reason).atMost("reason", reason, REASON_MAX).throwIfAny();
        requireSound(yaml);
        int base = inForce().version();
        RegisterVersion proposal = new RegisterVersion(0, RegisterVersion.Status.PROPOSED, yaml, reason.strip(),
                Optional.of(base), by.id(), clock.instant(), Optional.empty(), Optional.empty());
        int version = table.insert(proposal);
        replays.want(version);
        note(by, "register.propose", version);
        events.publishEvent(new RegisterProposed(version));
        return version;
    }

    /**
     * The second person's yes: the proposal takes effect with its entry, on every node: what was
     * decided before it is decided again.
     *
     * @throws Refused {@code register.refused.replay-missing} before its replay has finished,
     *     {@code register.refused.own-proposal}, {@code register.refused.base-moved},
     *     {@code register.refused.decided-already}, {@code register.refused.suite},
     *     {@code caller.refused.proposer-rests}
     */
    @Transactional
    public void accept(int version, Entry.Actor by) {
        // Read under the lock, not from memory: of two accepted at once the second must see the first.
        table.lockInForce();
        int present = table.inForce().orElseThrow(
                () -> new Refused(Refused.Kind.UNAVAILABLE, "register.refused.none"));
        RegisterVersion accepted = required(version).accept(by.id(), clock.instant(), present);
        standing.getObject().requireProposer(accepted.proposedBy());
        if (!replays.finished(version)) {
            throw new Refused(Refused.Kind.CONFLICT, "register.refused.replay-missing", "" + version);
        }
        Register after = register(version);
        requireSuites(after);
        Map<String, Suite> turned = turned(after);
        table.supersede();
        decide(accepted);
        if (!turned.isEmpty()) {
            switches.begin(version, after, turned, by);
        }
        ledger.appendRuling(entry(by, "register.accept", version));
    }

    @Transactional
    public void refuse(int version, Entry.Actor by) {
        decide(required(version).refuse(by.id(), clock.instant()));
        note(by, "register.refuse", version);
    }

    @Transactional
    public void withdraw(int version, Entry.Actor by) {
        decide(required(version).withdraw(by.id(), clock.instant()));
        note(by, "register.withdraw", version);
    }

    /** The node it was proposed on may have had a provider that this one lacks. */
    private static void requireSuites(Register register) {
        register.fields().values().stream().filter(field -> !field.suite().isAvailable()).findFirst()
                .ifPresent(field -> {
                    throw new Refused(Refused.Kind.CONFLICT, "register.refused.suite", field.name(),
                            Word.of(field.suite()));
                });
    }

    /** The fields whose stored values are of another suite: by the last version in force that had the field. */
    private Map<String, Suite> turned(Register after) {
        Map<String, Suite> before = new HashMap<>();
        table.all().stream().filter(RegisterVersion::everInForce)
                .flatMap(one -> register(one.version()).fields().values().stream())
                .forEach(field -> before.putIfAbsent(field.name(), field.suite()));
        Map<String, Suite> turned = new TreeMap<>();
        after.fields().values().stream()
                .filter(field -> before.getOrDefault(field.name(), field.suite()) != field.suite())
                .forEach(field -> turned.put(field.name(), field.suite()));
        return turned;
    }

    /** How far the values are with the suites of a version; empty for one that changed none. */
    public Optional<SuiteSwitches.Progress> switching(int version) {
        return switches.progress(version);
    }

    private void decide(RegisterVersion decided) {
        if (!table.decide(decided)) {
            throw new Refused(Refused.Kind.CONFLICT, "register.refused.decided-already", "" + decided.version());
        }
    }

    private static void requireSound(String yaml) {
        Reading reading = RegisterYaml.check(yaml, Suite::isAvailable);
        if (!reading.problems().isEmpty()) {
            throw new Refused(Refused.Kind.INVALID, "register.refused.problems",
                    reading.problems().stream().map(one -> new Refused.Detail(
                            one.line() + ":" + one.path(), one.key(), inTwo(one.arguments()))).toList());
        }
    }

    /** As the texts want them: what was found, and all that is allowed there in one. */
    static List<String> inTwo(List<String> arguments) {
        return arguments.isEmpty() ? List.of("", "")
                : List.of(arguments.get(0), String.join(", ", arguments.subList(1, arguments.size())));
    }

    private void note(Entry.Actor by, String action, int version) {
        ledger.append(entry(by, action, version));
    }

    private Entry.Draft entry(Entry.Actor by, String action, int version) {
        return ledger.draft(by, action).object("register", Integer.toString(version)).register(version);
    }
}
