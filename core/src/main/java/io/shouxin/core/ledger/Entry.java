// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What passed the door, or what changed its rules: one entry of the ledger. It says who, when, what for
 * and in which form, and never a value nor a plain hash of one. Ids, tickets, purposes, roles and reasons
 * are tokens of at most 64 letters, digits and {@code ._:/@#-}, so that free text about a customer has no
 * place to go.
 *
 * <p>An entry that exists is valid and fits its frame in a bundle; a wrong part is refused by name with a
 * {@link LedgerRefused} ({@code ledger.entry.ticket}, {@code ledger.entry.too-large}, …).
 *
 * @param id 26 characters, see {@link EntryId}
 * @param at when it happened, UTC, cut to milliseconds
 * @param clock which clock, where it is not the true one (the sample operator's entries say {@code sample})
 * @param actor who
 * @param action what, such as {@code customer.reveal}
 * @param outcome whether it was done or refused
 * @param purpose for which purpose of the register
 * @param ticket on which ticket
 * @param customer about which customer
 * @param fields the fields asked for, by name, each with the form given
 * @param object what was acted on, where that is not a customer
 * @param register version of the register that decided, 0 where none did
 * @param approvals who agreed beforehand, in that order
 * @param origin from where
 * @param details what else the action has to say (counts, hashes, keys), at most 200 characters each
 */
public record Entry(String id, Instant at, Optional<String> clock, Actor actor, String action,
                    Outcome outcome, Optional<String> purpose, Optional<String> ticket,
                    Optional<CustomerRef> customer, SortedMap<String, FieldGiven> fields,
                    Optional<ObjectRef> object, int register, List<Approval> approvals, Origin origin,
                    SortedMap<String, String> details) {

    /** Most bytes of an entry: its frame in a bundle counts with two bytes (C2SP tlog-tiles). */
    public static final int BYTES_MAX = 65_535;

    public Entry(String id, Instant at, Optional<String> clock, Actor actor, String action,
                 Outcome outcome, Optional<String> purpose, Optional<String> ticket,
                 Optional<CustomerRef> customer, SortedMap<String, FieldGiven> fields,
                 Optional<ObjectRef> object, int register, List<Approval> approvals, Origin origin,
                 SortedMap<String, String> details) {
        this.id = EntryRules.id(id);
        this.at = EntryRules.time("at", at);
        this.clock = EntryRules.token("clock", clock);
        this.actor = Objects.requireNonNull(actor, "actor");
        this.action = EntryRules.action(action);
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.purpose = EntryRules.token("purpose", purpose);
        this.ticket = EntryRules.token("ticket", ticket);
        this.customer = Objects.requireNonNull(customer, "customer");
        this.fields = EntryRules.fields(fields);
        this.object = Objects.requireNonNull(object, "object");
        this.register = EntryRules.register(register);
        this.approvals = List.copyOf(approvals);
        this.origin = Objects.requireNonNull(origin, "origin");
        this.details = EntryRules.details(details);
        EntryRules.size(this);
    }

    /** Starts an entry: done, by this actor, and nothing else said yet. */
    public static Draft about(Actor actor, String action, Instant at) {
        return new Draft(actor, action, at);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws LedgerDamaged for bytes that are not exactly an entry: {@code ledger.json.not-canonical},
     *     {@code ledger.entry.version}, {@code ledger.entry.unreadable}
     */
    public static Entry read(byte[] bytes) {
        return EntryJson.read(bytes);
    }

    /** The canonical JSON (RFC 8785): what is hashed into the tree and kept. */
    public byte[] bytes() {
        return CanonicalJson.write(EntryJson.tree(this));
    }

    /** What became of it. */
    public enum Outcome { DONE, REFUSED }

    /** The form in which one field passed the door. */
    public enum Given { CLEAR, MASKED, TOKEN, REFUSED, COLLECTED, DROPPED, SEARCHED }

    /**
     * Who acted.
     *
     * @param kind what sort of actor
     * @param id the staff number, service account, or name of the part of the system
     * @param role the role acted in
     */
    public record Actor(Kind kind, String id, Optional<String> role) {

        /** The sorts of actor. */
        public enum Kind { STAFF, SERVICE, SYSTEM, CUSTOMER }

        public Actor {
            Objects.requireNonNull(kind, "kind");
            EntryRules.token("actor", id);
            EntryRules.token("role", role);
        }

        /** A person of the operator, in a role. */
        public static Actor staff(String id, String role) {
            return new Actor(Kind.STAFF, id, Optional.ofNullable(role));
        }

        /** A service account. */
        public static Actor service(String id) {
            return new Actor(Kind.SERVICE, id, Optional.empty());
        }

        /** A part of the system acting by itself. */
        public static Actor system(String id) {
            return new Actor(Kind.SYSTEM, id, Optional.empty());
        }
    }

    /**
     * A customer, as HMAC-SHA-256 under the customer's own ledger key: when the key is erased, nobody can
     * tell any more whose entries these were, and the tree still holds.
     */
    public record CustomerRef(byte[] bytes) {

        public CustomerRef {
            if (bytes.length != Hashes.SIZE) {
                throw new LedgerRefused("ledger.entry.customer");
            }
            bytes = bytes.clone();
        }

        /** @param hex 64 lower-case hexadecimal digits */
        public static CustomerRef ofHex(String hex) {
            // Capital digits would be read too; there is one spelling.
            if (hex.length() != 2 * Hashes.SIZE || !hex.equals(hex.toLowerCase(Locale.ROOT))) {
                throw new LedgerRefused("ledger.entry.customer");
            }
            try {
                return new CustomerRef(HexFormat.of().parseHex(hex));
            } catch (IllegalArgumentException noDigits) {
                throw new LedgerRefused("ledger.entry.customer");
            }
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        public String hex() {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CustomerRef that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return hex();
        }
    }

    /**
     * @param form the form given
     * @param reasons the keys of the reasons, the deciding one first
     */
    public record FieldGiven(Given form, List<String> reasons) {

        public FieldGiven {
            Objects.requireNonNull(form, "form");
            reasons = List.copyOf(reasons);
            reasons.forEach(reason -> EntryRules.token("reason", reason));
        }
    }

    /** Something acted on that is not a customer: a register version, a service account, an import. */
    public record ObjectRef(String kind, String id) {

        public ObjectRef {
            EntryRules.token("object", kind);
            EntryRules.token("object", id);
        }
    }

    /**
     * @param actor who agreed
     * @param at when, UTC, cut to milliseconds
     * @param id which approval
     */
    public record Approval(String actor, Instant at, String id) {

        public Approval {
            EntryRules.token("approval", actor);
            EntryRules.token("approval", id);
            at = EntryRules.time("approval", at);
        }
    }

    /**
     * @param address the network address the request came from
     * @param node the server that answered
     */
    public record Origin(Optional<String> address, Optional<String> node) {

        /** From nowhere that matters. */
        public static final Origin NONE = new Origin(Optional.empty(), Optional.empty());

        public Origin {
            EntryRules.token("origin", address);
            EntryRules.token("origin", node);
        }
    }

    /** An entry being put together. A null leaves the part out; nothing is checked before {@link #entry}. */
    public static final class Draft {

        private final Actor actor;
        private final String action;
        private final Instant at;
        private String clock;
        private Outcome outcome = Outcome.DONE;
        private String purpose;
        private String ticket;
        private CustomerRef customer;
        private ObjectRef object;
        private int register;
        private Origin origin = Origin.NONE;
        private final SortedMap<String, FieldGiven> fields = new TreeMap<>();
        private final List<Approval> approvals = new ArrayList<>();
        private final SortedMap<String, String> details = new TreeMap<>();

        private Draft(Actor actor, String action, Instant at) {
            this.actor = actor;
            this.action = action;
            this.at = at;
        }

        public Draft clock(String clock) {
            this.clock = clock;
            return this;
        }

        public Draft outcome(Outcome outcome) {
            this.outcome = outcome;
            return this;
        }

        public Draft purpose(String purpose) {
            this.purpose = purpose;
            return this;
        }

        public Draft ticket(String ticket) {
            this.ticket = ticket;
            return this;
        }

        public Draft customer(CustomerRef customer) {
            this.customer = customer;
            return this;
        }

        public Draft field(String name, Given form, List<String> reasons) {
            fields.put(name, new FieldGiven(form, reasons));
            return this;
        }

        public Draft fields(Map<String, FieldGiven> given) {
            fields.putAll(given);
            return this;
        }

        public Draft object(String kind, String id) {
            this.object = new ObjectRef(kind, id);
            return this;
        }

        public Draft register(int version) {
            this.register = version;
            return this;
        }

        public Draft approval(Approval approval) {
            approvals.add(approval);
            return this;
        }

        public Draft origin(Origin origin) {
            this.origin = origin == null ? Origin.NONE : origin;
            return this;
        }

        public Draft detail(String key, String value) {
            details.put(key, value);
            return this;
        }

        public Draft details(Map<String, String> more) {
            details.putAll(more);
            return this;
        }

        /**
         * @param id from {@link EntryId#next}
         * @throws LedgerRefused naming the first part that is wrong
         */
        public Entry entry(String id) {
            return new Entry(id, at, Optional.ofNullable(clock), actor, action, outcome,
                    Optional.ofNullable(purpose), Optional.ofNullable(ticket), Optional.ofNullable(customer),
                    fields, Optional.ofNullable(object), register, approvals, origin, details);
        }
    }
}
