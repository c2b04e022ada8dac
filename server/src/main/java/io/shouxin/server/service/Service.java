// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.language.Words;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An application's account: one role, the purposes it may name, the networks it may call from. */
public record Service(
        String id, String nameZh, String nameEn, String owner, String role, Set<String> purposes,
        List<String> networks, Instant keySince, Optional<Instant> revokedAt, Optional<Instant> lastUsedAt) {

    public Service {
        purposes = Set.copyOf(purposes);
        networks = List.copyOf(networks);
    }

    public String nameForReader() {
        return Words.choose(nameZh, nameEn);
    }

    public boolean revoked() {
        return revokedAt.isPresent();
    }

    /** As this account stands at the door: limited to its purposes, in good standing unless revoked. */
    public Caller caller(long ruled) {
        return new Caller(Caller.Kind.SERVICE, id, nameEn, Set.of(role), purposes, List.of(), ruled);
    }
}
