// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.policy.ExactRequest;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Scene;
import io.shouxin.core.policy.Way;
import io.shouxin.server.approval.Approval.Asked;
import io.shouxin.server.approval.Approval.Decided;
import io.shouxin.server.approval.Approval.State;
import io.shouxin.server.approval.Approval.VoidWhy;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.entrance.Standing;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.MovedOn;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The door to dual control: asks, decides, and tells the vault what holds. What cannot be found out does not
 * hold; there is no setting that turns it off, and no answer of another system that counts as a yes.
 */
@Service
public class Approvals {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int NUMBERS = 1_000_000;
    private static final int TRIES = 20;
    /** More at once than anybody works on, so somebody is flooding an approver. */
    private static final int WAITING_MAX = 20;
    private static final int LIST_MAX = 200;
    private static final int SINCE_MAX = 2_000;
    private static final int NOTE_MAX = 200;
    private static final Duration LATELY = Duration.ofDays(30);
    private static final Duration VOIDED_SHOWN = Duration.ofDays(1);

    private final ApprovalTable table;
    private final Routing routing;
    private final AgreementClock time;
    private final Registers registers;
    private final People people;
    private final Standing standing;
    private final ApprovalEntries entries;
    private final Endings endings;
    private final Ledger ledger;
    private final DoorClock clock;
    private final ApprovalSettings settings;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Approvals(ApprovalTable table, Routing routing, AgreementClock time, Registers registers, People people,
            Standing standing, ApprovalEntries entries, Endings endings, Ledger ledger, DoorClock clock,
            ApprovalSettings settings) {
        this.table = table;
        this.routing = routing;
        this.time = time;
        this.registers = registers;
        this.people = people;
        this.standing = standing;
        this.entries = entries;
        this.endings = endings;
        this.ledger = ledger;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Why somebody asks.
     *
     * @param kind one of a list, for reports
     * @param words for whoever decides; no personal information
     * @param window shorter than the scene's, where that is enough
     */
    public record Why(String kind, String words, Optional<Duration> window) {

        /** What somebody wrote is not for logs. */
        @Override
        public String toString() {
            return "Why[" + kind + "]";
        }
    }

    /**
     * An agreement that holds for a request, and how far the rulings about whoever agreed were known.
     *
     * @param ruled see {@code ledger.Basis}
     */
    public record Held(Approval approval, long ruled) {}

    /**
     * Asks for agreement in one scene. The same request that is open already is answered with the one there is,
     * so that pressing twice does nothing twice.
     *
     * @param ticketHeld whether the ticket named was open and about the customer just now
     */
    @Transactional
    public Approval ask(ExactRequest request, Why why, boolean ticketHeld, Caller by) {
        if (!by.suspended().isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.suspended").with("standing", Callers.STANDING);
        }
        Registers.InForce inForce = registers.inForce();
        Scene scene = scene(inForce.register(), request.scene());
        Duration window = window(scene, why.window());
        Reasons.require(why.kind(), why.words());
        Optional<Approval> open = table.open(request.hash());
        if (open.isPresent()) {
            return open.get();
        }
        Instant now = advance();
        if (table.waitingOf(by.id(), now) >= WAITING_MAX) {
            throw new Refused(Refused.Kind.TOO_MANY, "approval.refused.too-many", Integer.toString(WAITING_MAX));
        }
        Asked asked = new Asked(why.kind(), why.words().strip(), ticketHeld, now,
                now.plus(settings.lapseAfter()), window);
        for (int i = 0; i < TRIES; i++) {
            String id = "VA" + DAY.format(now.atZone(clock.getZone())) + "-"
                    + "%06d".formatted(random.nextInt(NUMBERS));
            if (table.add(new ApprovalTable.NewRow(id, request, inForce.version(), asked, scene.terms().once(),
                    clock.name()))) {
                Approval added = table.find(id).orElseThrow();
                ledger.append(entries.draft(by.actor(), "approval.ask", added).detail("kind", why.kind()));
                return added;
            }
            Optional<Approval> other = table.open(request.hash());
            if (other.isPresent()) {
                return other.get();
            }
        }
        throw new Refused(Refused.Kind.UNAVAILABLE, "approval.refused.no-number");
    }

    private static Scene scene(Register register, String code) {
        Scene scene = register.scenes().get(code);
        if (scene == null) {
            throw new Refused(Refused.Kind.CONFLICT, "approval.refused.scene-gone");
        }
        if (!scene.terms().ways().contains(Way.REMOTE) && !scene.terms().ways().contains(Way.ON_SITE)) {
            throw new Refused(Refused.Kind.CONFLICT, "approval.refused.ticket-only");
        }
        return scene;
    }

    private static Duration window(Scene scene, Optional<Duration> wanted) {
        Duration most = scene.terms().window();
        Duration window = wanted.orElse(most);
        new Checks().that(!window.isNegative() && !window.isZero() && window.compareTo(most) <= 0, "window",
                "approval.rule.window", Long.toString(most.toMinutes())).throwIfAny();
        return window;
    }

    /**
     * The other person's yes, given at their own place.
     *
     * @param window shorter than asked for, where the approver wants it so
     */
    @Transactional
    public Approval agree(String id, Optional<Duration> window, String note, Caller by) {
        return agree(id, Way.REMOTE, window, note, by);
    }

    /**
     * The same at the desk of whoever asked, who looks on while the approver proves who they are.
     *
     * @param by the approver, proved just now
     */
    @Transactional
    public Approval agreeOnSite(String id, Optional<Duration> window, Caller by) {
        return agree(id, Way.ON_SITE, window, "", by);
    }

    /** The same by a code that was sent to the approver. */
    @Transactional
    public Approval agreeByCode(String id, Caller by) {
        return agree(id, Way.REMOTE, Optional.empty(), "", by, true);
    }

    /** @throws Refused naming the rule that keeps this person from deciding */
    void requireMayDecide(Approval approval, Caller by) {
        routing.require(approval, present(approval), by);
    }

    /** The time that windows go by. */
    Instant now() {
        return time.now().orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "approval.refused.clock"));
    }

    private Approval agree(String id, Way way, Optional<Duration> wanted, String note, Caller by) {
        return agree(id, way, wanted, note, by, false);
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // The three ways differ in just these.
    private Approval agree(String id, Way way, Optional<Duration> wanted, String note, Caller by, boolean code) {
        Approval approval = required(id);
        if (approval.state() != State.PROPOSED) {
            throw decidedAlready(id);
        }
        Scene scene = present(approval);
        if (!scene.terms().ways().contains(way)) {
            throw new Refused(Refused.Kind.CONFLICT, "approval.refused.way");
        }
        Optional<String> inPlaceOf = routing.require(approval, scene, by);
        requireAsker(approval);
        Duration window = wanted.orElse(approval.asked().window());
        new Checks().that(!window.isNegative() && !window.isZero()
                && window.compareTo(approval.asked().window()) <= 0, "window", "approval.rule.window",
                Long.toString(approval.asked().window().toMinutes()))
                .atMost("note", note, NOTE_MAX).throwIfAny();
        Instant now = advance();
        Decided decided = new Decided(by.id(), inPlaceOf, now, Optional.of(way), Optional.of(now.plus(window)),
                note.strip());
        if (!table.agree(id, decided, window)) {
            throw decidedAlready(id);
        }
        ledger.requireRuled(by.ruled());
        Approval agreed = required(id);
        Entry.Draft draft = entries.draft(by.actor(), "approval.agree", agreed)
                .detail("way", way.code()).detail("until", now.plus(window).toString());
        inPlaceOf.ifPresent(principal -> draft.detail("for", principal));
        if (code) {
            draft.detail("proof", "sms-code");
        }
        ledger.append(draft);
        return agreed;
    }

    /** The other person's no, with a reason for whoever asked. */
    @Transactional
    public Approval refuse(String id, String note, Caller by) {
        Approval approval = required(id);
        Optional<String> inPlaceOf = routing.require(approval, present(approval), by);
        new Checks().present("note", note).atMost("note", note, NOTE_MAX).throwIfAny();
        Decided decided = new Decided(by.id(), inPlaceOf, advance(), Optional.empty(), Optional.empty(), note.strip());
        if (!table.refuse(id, decided)) {
            throw decidedAlready(id);
        }
        Entry.Draft draft = entries.draft(by.actor(), "approval.refuse", approval).outcome(Entry.Outcome.REFUSED);
        inPlaceOf.ifPresent(principal -> draft.detail("for", principal));
        ledger.append(draft);
        return required(id);
    }

    /** Whoever asked no longer needs it: nobody can decide on it, and what was agreed holds no more. */
    @Transactional
    public void withdraw(String id, Caller by) {
        Approval approval = required(id);
        if (!approval.request().actor().equals(by.id())) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-yours");
        }
        if (!approval.state().open() || !table.end(id, approval.state(), State.WITHDRAWN, advance())) {
            throw decidedAlready(id);
        }
        ledger.append(entries.draft(by.actor(), "approval.withdraw", approval));
    }

    /** Whoever agreed takes it back; what the door has let go on it stays in the ledger. */
    @Transactional
    public void takeBack(String id, Caller by) {
        Approval approval = required(id);
        boolean decider = approval.decided().filter(one -> one.by().equals(by.id())).isPresent();
        if (!decider) {
            throw new Refused(Refused.Kind.FORBIDDEN, "approval.refused.not-decider");
        }
        if (!approval.state().open() || !table.makeVoid(approval, VoidWhy.TAKEN_BACK, advance())) {
            throw decidedAlready(id);
        }
        ledger.append(entries.draft(by.actor(), "approval.take-back", approval));
    }

    /**
     * What holds now for this request, by scene. Nothing does whose scene reads otherwise than when it was
     * agreed to, or whose approver has lost their standing since.
     */
    public Map<String, Held> holding(ExactRequest request, Set<String> scenes, Register register) {
        Optional<Instant> now = time.now();
        if (now.isEmpty() || scenes.isEmpty()) {
            return Map.of();
        }
        List<byte[]> hashes = scenes.stream().map(scene -> request.in(scene).hash()).toList();
        Map<String, Held> holding = new HashMap<>();
        for (Approval one : table.holding(hashes, now.get())) {
            Ruled<Optional<Person>> decider = people.standing(one.decided().map(Decided::by).orElse(""));
            if (decider.value().filter(Routing::stands).isPresent() && unchanged(one, register)) {
                holding.put(one.request().scene(), new Held(one, decider.ruled()));
            }
        }
        return holding;
    }

    private boolean unchanged(Approval approval, Register register) {
        String code = approval.request().scene();
        return Objects.equals(registers.register(approval.register()).scenes().get(code), register.scenes().get(code));
    }

    /**
     * Uses what holds, in the transaction that lets something go.
     *
     * @throws MovedOn if one of them has been used, taken back or run out since it was looked up
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void use(Collection<Approval> approvals) {
        Instant now = time.now().orElseThrow(MovedOn::new);
        // In one order, so that two requests with the same two agreements never wait for each other.
        approvals.stream().map(Approval::id).sorted().forEach(id -> {
            if (!table.use(id, now)) {
                throw new MovedOn();
            }
        });
    }

    /** Whether this person has decided on the request, or may. */
    public boolean concerns(String id, Caller by) {
        return table.find(id).filter(one -> one.decided().filter(decided -> decided.by().equals(by.id())).isPresent()
                || routing(one, by).may()).isPresent();
    }

    /** A request by its number, such as an entry names. */
    public Optional<Approval> find(String id) {
        return table.find(id);
    }

    /** Agreements that were good for one use and were used up between these times. */
    public List<Approval> usedUp(Instant from, Instant to) {
        return table.usedUp(from, to);
    }

    /** What was asked from then on, the newest first; at most the latest two thousand. */
    public List<Approval> since(Instant since) {
        return table.since(since, SINCE_MAX);
    }

    public Approval required(String id) {
        return table.find(id).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "approval.refused.unknown"));
    }

    /** What this person could decide on now, the most urgent first. */
    public List<Approval> waitingFor(Caller by) {
        return table.waiting(by.id(), clock.systemInstant(), LIST_MAX).stream()
                .filter(one -> scenePresent(one).map(scene -> routing.answer(one, scene, by).may()).orElse(false))
                .toList();
    }

    /** Whether the rights of whoever asked work, so that a yes would let something through. */
    boolean askerStands(Approval approval) {
        return standing.isGood(approval.request().actor());
    }

    /** What ended lately by somebody's suspension and this person could have decided on. */
    List<Approval> voidedFor(Caller by) {
        return table.voided(by.id(), clock.systemInstant().minus(VOIDED_SHOWN), LIST_MAX).stream()
                .filter(one -> scenePresent(one).map(scene -> routing.answer(one, scene, by).may()).orElse(false))
                .toList();
    }

    /** How many requests of these accounts are open, and how many ended by a suspension lately. */
    List<Approval> openOrVoided(Collection<String> accounts) {
        Instant since = clock.systemInstant().minus(VOIDED_SHOWN);
        return accounts.stream().flatMap(one -> table.of(one, LIST_MAX).stream())
                .filter(one -> one.state().open() || one.voidWhy().filter(VoidWhy.ASKER_RESTS::equals).isPresent()
                        && one.endedAt().filter(since::isBefore).isPresent()).toList();
    }

    /** How often agreement was asked for about the same customer in the last thirty days, this one included. */
    int asksLately(Approval approval) {
        return approval.request().customers().size() != 1 ? 1
                : table.asksAbout(approval.request().customers().get(0), clock.systemInstant().minus(LATELY));
    }

    List<Approval> of(String actor) {
        return table.of(actor, LIST_MAX);
    }

    List<Approval> decidedBy(String person) {
        return table.decided(person, LIST_MAX);
    }

    /** Whether this person may decide on it now, and the rule if not. */
    Routing.Answer routing(Approval approval, Caller by) {
        return routing.answer(approval, present(approval), by);
    }

    /** Whom the scene's words that are no roles mean for this request; nobody where such a post is vacant. */
    Map<String, Optional<Person>> posts(Approval approval) {
        return scenePresent(approval).map(scene -> routing.byPost(scene, approval.request().actor())).orElse(Map.of());
    }

    Optional<Scene> scenePresent(Approval approval) {
        return Optional.ofNullable(registers.register(approval.register()).scenes().get(approval.request().scene()))
                .filter(scene -> scene.equals(registers.inForce().register().scenes().get(scene.code())));
    }

    private Scene present(Approval approval) {
        return scenePresent(approval).orElseThrow(
                () -> new Refused(Refused.Kind.CONFLICT, "approval.refused.scene-gone"));
    }

    /** An application's account may have been revoked or its owner gone, a person suspended, since they asked. */
    private void requireAsker(Approval approval) {
        if (!standing.isGood(approval.request().actor())) {
            throw new Refused(Refused.Kind.CONFLICT, "approval.refused.asker-suspended");
        }
    }

    private Refused decidedAlready(String id) {
        return new Refused(Refused.Kind.CONFLICT, "approval.refused." + switch (required(id).state()) {
            // Still there, so its time was over before the sweep came by.
            case PROPOSED, LAPSED -> "lapsed";
            case AGREED, USED, REFUSED -> "decided-already";
            case WITHDRAWN, EXPIRED, VOID -> "ended";
        });
    }

    private Instant advance() {
        return time.advance().orElseThrow(() -> new Refused(Refused.Kind.UNAVAILABLE, "approval.refused.clock"));
    }

    /** Makes an end of what is overdue on the present clock: simulated work does not wait for the sweep. */
    public void endOverdue() {
        endings.endOverdue();
    }
}
