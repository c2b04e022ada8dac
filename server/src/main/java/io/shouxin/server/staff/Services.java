// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The door to the applications' accounts. A key is shown once, when it is made. */
@org.springframework.stereotype.Service
public class Services {

    /** Keys start with this, so that a scanner can find one that leaked. */
    static final String KEY_PREFIX = "sxk_";

    private static final int SERVICES_MAX = 10_000;
    private static final int KEY_LENGTH_MAX = 200;
    private static final Duration USED_NOTED_EVERY = Duration.ofMinutes(1);

    private final ServiceTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final Cache<String, Optional<ServiceTable.Stored>> standing =
            Caffeine.newBuilder().maximumSize(SERVICES_MAX).expireAfterWrite(People.STANDING_AGE_MAX).build();
    private final ConcurrentHashMap<String, Instant> used = new ConcurrentHashMap<>();

    Services(ServiceTable table, Ledger ledger, Clock clock) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
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
                java.util.Set.copyOf(given.purposes()), given.networks(), clock.instant(), Optional.empty(),
                Optional.empty());
        if (!table.add(service, Secrets.hash(secret))) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.service-taken", given.id());
        }
        ledger.append(ledger.draft(by, "staff.add-service").object("service", given.id())
                .detail("role", given.role()).detail("purposes", String.join(" ", given.purposes())));
        return KEY_PREFIX + given.id() + "." + secret;
    }

    private static void check(NewService given) {
        new Checks()
                .that(given.id().matches("[a-z][a-z0-9-]{1,30}"), "id", "staff.rule.service-id")
                .present("nameZh", given.nameZh()).atMost("nameZh", given.nameZh(), 60)
                .present("nameEn", given.nameEn()).atMost("nameEn", given.nameEn(), 60)
                .present("owner", given.owner())
                .that(Roles.OF_SERVICES.contains(given.role()), "role", "problem.not-allowed",
                        String.join(", ", Roles.OF_SERVICES))
                .present("networks", given.networks())
                .that(given.networks().stream().allMatch(Services::isNetwork), "networks", "staff.rule.network")
                .throwIfAny();
    }

    private static boolean isNetwork(String text) {
        try {
            new IpAddressMatcher(text);
            return text.matches("[0-9a-fA-F.:]+(/[0-9]{1,3})?");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Replaces the key: the old one stops working with the commit. */
    @Transactional
    public String newKey(String id, Entry.Actor by) {
        String secret = Secrets.random();
        if (!table.newKey(id, Secrets.hash(secret), clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.service-revoked", id);
        }
        standing.invalidate(id);
        ledger.append(ledger.draft(by, "staff.new-key").object("service", id));
        return KEY_PREFIX + id + "." + secret;
    }

    @Transactional
    public void revoke(String id, Entry.Actor by) {
        if (!table.revoke(id, clock.instant())) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.service-revoked", id);
        }
        standing.invalidate(id);
        ledger.append(ledger.draft(by, "staff.revoke-service").object("service", id));
    }

    /** Who this key belongs to, if it is good and comes from where it may. */
    Optional<Caller> caller(String key, String address) {
        int dot = key.indexOf('.');
        if (key.length() > KEY_LENGTH_MAX || !key.startsWith(KEY_PREFIX) || dot < 0) {
            return Optional.empty();
        }
        String id = key.substring(KEY_PREFIX.length(), dot);
        return standing.get(id, table::find)
                .filter(stored -> Secrets.matches(key.substring(dot + 1), stored.keyHash()))
                .map(ServiceTable.Stored::service)
                .filter(service -> !service.revoked())
                .filter(service -> service.networks().stream()
                        .anyMatch(network -> new IpAddressMatcher(network).matches(address)))
                .map(this::noteUse);
    }

    private Caller noteUse(Service service) {
        Instant now = clock.instant();
        Instant noted = used.get(service.id());
        if (noted == null || noted.plus(USED_NOTED_EVERY).isBefore(now)) {
            used.put(service.id(), now);
            table.used(service.id(), now);
        }
        return service.caller();
    }
}
