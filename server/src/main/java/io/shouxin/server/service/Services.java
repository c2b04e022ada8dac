// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.caller.Secrets;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.ledger.Ruled;
import io.shouxin.server.ledger.RuledCache;
import io.shouxin.server.ledger.Rulings;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.function.SingletonSupplier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The door to the applications' accounts. A key is shown once, when it is made. */
@org.springframework.stereotype.Service
public class Services {

    /** Keys start with this, so that a scanner can find one that leaked. */
    static final String KEY_PREFIX = "sxk_";

    private static final int SERVICES_MAX = 10_000;
    private static final int KEY_LENGTH_MAX = 200;
    private static final int LIST_MAX = 50;
    private static final int NAME_MAX = 60;
    private static final Duration USED_NOTED_EVERY = Duration.ofMinutes(1);

    private final ServiceTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final RuledCache<String, Optional<Known>> standing;
    private final ConcurrentHashMap<String, Instant> used = new ConcurrentHashMap<>();
    private final ObjectProvider<KnownPurposes> purposes;
    private final Supplier<@Nullable Owners> owners;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Services(ServiceTable table, Ledger ledger, Rulings rulings, Clock clock,
            ObjectProvider<KnownPurposes> purposes, ObjectProvider<Owners> owners) {
        this.table = table;
        // Found once: it is asked for at each request with a key.
        this.owners = SingletonSupplier.ofNullable(owners::getIfAvailable);
        this.ledger = ledger;
        this.clock = clock;
        this.purposes = purposes;
        this.standing = new RuledCache<>(rulings, SERVICES_MAX, id -> table.find(id).map(Known::of));
    }

    /** An account as requests are compared with it: its networks are read once, not at each request. */
    private record Known(Service service, byte[] keyHash, List<IpAddressMatcher> networks) {

        static Known of(ServiceTable.Stored stored) {
            return new Known(stored.service(), stored.keyHash(),
                    stored.service().networks().stream().map(IpAddressMatcher::new).toList());
        }

        boolean takes(String secret, String address) {
            return Secrets.matches(secret, keyHash) && !service.revoked()
                    && networks.stream().anyMatch(network -> network.matches(address));
        }
    }

    /** A new account as an administrator states it. No purpose means none may be named. */
    public record NewService(String id, String nameZh, String nameEn, String owner, String role,
            List<String> purposes, List<String> networks) {}

    public List<Service> all() {
        return table.all();
    }

    public Optional<Service> find(String id) {
        return table.find(id).map(ServiceTable.Stored::service);
    }

    /** Makes the account and answers its key, which is not kept. */
    @Transactional
    public String add(NewService given, Entry.Actor by) {
        check(given);
        String secret = Secrets.random();
        Service service = new Service(given.id(), given.nameZh(), given.nameEn(), given.owner(), given.role(),
                Set.copyOf(given.purposes()), given.networks(), clock.instant(), Optional.empty(),
                Optional.empty());
        if (!table.add(service, Secrets.hash(secret))) {
            throw new Refused(Refused.Kind.CONFLICT, "service.refused.taken", given.id());
        }
        ledger.append(ledger.draft(by, "staff.add-service").object("service", given.id())
                .detail("role", given.role()).detail("purposes", String.join(" ", given.purposes())));
        return KEY_PREFIX + given.id() + "." + secret;
    }

    /** What the register in force knows; empty while nothing is known, and then nothing is checked. */
    Set<String> knownPurposes() {
        KnownPurposes known = purposes.getIfAvailable();
        return known == null ? Set.of() : new TreeSet<>(known.codes());
    }

    private void check(NewService given) {
        Set<String> known = knownPurposes();
        Checks checks = new Checks();
        checkName(checks, "nameZh", given.nameZh());
        checkName(checks, "nameEn", given.nameEn());
        checks.that(given.id().matches("[a-z][a-z0-9-]{1,30}"), "id", "service.rule.id")
                .that(isOwner(given.owner()), "owner", "service.rule.owner")
                .atMost("purposes", given.purposes(), LIST_MAX)
                .that(given.purposes().stream().allMatch(purpose -> purpose.matches("[a-z0-9.-]{1,60}")
                        && (known.isEmpty() || known.contains(purpose))), "purposes", "service.rule.purpose")
                .atMost("networks", given.networks(), LIST_MAX)
                .that(Roles.OF_SERVICES.contains(given.role()), "role", "problem.not-allowed",
                        String.join(", ", Roles.OF_SERVICES))
                .present("networks", given.networks())
                .that(given.networks().stream().allMatch(Services::isNetwork), "networks", "service.rule.network")
                .throwIfAny();
    }

    /** Somebody who works here now: an account that nobody answers for is not made. */
    private boolean isOwner(String owner) {
        return owner.matches("[A-Za-z0-9._-]{1,60}") && ownerNow(owner).value() == Owners.Standing.ANSWERS;
    }

    private Ruled<Owners.Standing> ownerNow(String owner) {
        return owner(owner, Owners::readNow);
    }

    private Ruled<Owners.Standing> owner(String owner, BiFunction<Owners, String, Ruled<Owners.Standing>> reading) {
        Owners known = owners.get();
        return known == null ? new Ruled<>(Long.MAX_VALUE, Owners.Standing.GONE) : reading.apply(known, owner);
    }

    /** How the person who answers for this account stands now. */
    public Owners.Standing owner(Service service) {
        return ownerNow(service.owner()).value();
    }

    /** Whether its key opens the door now, from where it may. */
    public boolean works(Service service) {
        return !service.revoked() && owner(service).keepsKeys();
    }

    /** The accounts that one of these people answers for. */
    public List<Service> ownedBy(Collection<String> numbers) {
        return all().stream().filter(one -> numbers.contains(one.owner())).toList();
    }

    private static void checkName(Checks checks, String where, String name) {
        checks.present(where, name).atMost(where, name, NAME_MAX)
                .that(name.codePoints().noneMatch(Character::isISOControl), where, "service.rule.name");
    }

    private static boolean isNetwork(String text) {
        // A name would be looked up, now and at each request; only addresses are taken.
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9a-fA-F]*:[0-9a-fA-F:.]*(/[0-9]{1,3})?")) {
            return false;
        }
        try {
            new IpAddressMatcher(text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Replaces the key: the old one stops working with the commit. */
    @Transactional
    public String newKey(String id, Entry.Actor by) {
        String secret = Secrets.random();
        if (!table.newKey(id, Secrets.hash(secret), clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "service.refused.revoked", id);
        }
        ledger.appendRuling(ledger.draft(by, "staff.new-key").object("service", id));
        return KEY_PREFIX + id + "." + secret;
    }

    /**
     * Makes somebody else answer for the account.
     *
     * @throws Refused with {@code service.rule.owner} when that person does not work here now
     */
    @Transactional
    public void changeOwner(String id, String owner, Entry.Actor by) {
        new Checks().that(isOwner(owner), "owner", "service.rule.owner").throwIfAny();
        if (!table.changeOwner(id, owner)) {
            throw new Refused(Refused.Kind.CONFLICT, "service.refused.revoked", id);
        }
        ledger.appendRuling(ledger.draft(by, "staff.change-owner").object("service", id).detail("owner", owner));
    }

    @Transactional
    public void revoke(String id, Entry.Actor by) {
        if (!table.revoke(id, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "service.refused.revoked", id);
        }
        ledger.appendRuling(ledger.draft(by, "staff.revoke-service").object("service", id));
    }

    /** The account as it works now, and how far the rulings were then; empty when its key would not open. */
    public Optional<Caller> workingNow(String id) {
        Ruled<Optional<Known>> read = standing.fresh(id);
        return read.value().map(Known::service).filter(service -> !service.revoked()).flatMap(service -> {
            Ruled<Owners.Standing> owner = ownerNow(service.owner());
            return owner.value().keepsKeys()
                    ? Optional.of(service.caller(Math.min(read.ruled(), owner.ruled()))) : Optional.empty();
        });
    }

    /**
     * Who this key belongs to, if it is good and comes from where it may.
     *
     * @throws Refused {@code service.refused.owner-gone} or {@code service.refused.owner-suspended} for a good key
     *     whose owner does not answer for it any more; whoever has no good key learns nothing
     */
    public Optional<Caller> caller(String key, String address) {
        return caller(key, address, standing::get, Owners::standing).map(this::noteUse);
    }

    /** The same, asked of the database. */
    public Optional<Caller> callerNow(String key, String address) {
        return caller(key, address, standing::fresh, Owners::readNow).map(this::noteUse);
    }

    private Optional<Caller> caller(String key, String address, Function<String, Ruled<Optional<Known>>> reading,
            BiFunction<Owners, String, Ruled<Owners.Standing>> owning) {
        int dot = key.indexOf('.');
        if (key.length() > KEY_LENGTH_MAX || !key.startsWith(KEY_PREFIX) || dot < 0) {
            return Optional.empty();
        }
        Ruled<Optional<Known>> read = reading.apply(key.substring(KEY_PREFIX.length(), dot));
        return read.value().filter(known -> known.takes(key.substring(dot + 1), address)).map(known -> {
            Ruled<Owners.Standing> owner = owner(known.service().owner(), owning);
            if (!owner.value().keepsKeys()) {
                throw refusedFor(owner.value(), known.service());
            }
            return known.service().caller(Math.min(read.ruled(), owner.ruled()));
        });
    }

    private static Refused refusedFor(Owners.Standing owner, Service service) {
        // Why the owner is suspended is between them and the operator; they see it on the page of their standing.
        return owner == Owners.Standing.SUSPENDED
                ? new Refused(Refused.Kind.FORBIDDEN, "service.refused.owner-suspended", service.id())
                        .with("standing", Callers.STANDING)
                : new Refused(Refused.Kind.FORBIDDEN, "service.refused.owner-gone", service.id());
    }

    private Caller noteUse(Caller caller) {
        Instant now = clock.instant();
        Instant noted = used.get(caller.id());
        if (noted == null || noted.plus(USED_NOTED_EVERY).isBefore(now)) {
            used.put(caller.id(), now);
            table.used(caller.id(), now);
        }
        return caller;
    }
}
