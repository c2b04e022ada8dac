// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.language.Words;
import io.shouxin.server.service.Owners;
import io.shouxin.server.service.Services;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Locale;

/**
 * How the caller stands. Only people are suspended; an application stands by whoever answers for it, and why that
 * person's rights rest is not told to its key.
 */
@RestController
@RequestMapping("/api/v1/standing")
class StandingApi {

    private final Services services;
    private final Words words;

    StandingApi(Services services, Words words) {
        this.services = services;
        this.words = words;
    }

    /**
     * @param works whether the key opens the door; where it does not, this is refused like everything else
     * @param owner {@code answers} or {@code away}
     * @param next what to do, in the reader's language; absent where there is nothing
     * @param page where the owner, signed in, sees why their rights rest and what lifts it
     */
    record StandingBody(String id, boolean works, String owner, List<String> roles, List<String> purposes,
            @Nullable String next, String page) {}

    @GetMapping
    StandingBody standing() {
        Caller caller = Callers.present();
        Owners.Standing owner = services.find(caller.id()).map(services::owner).orElse(Owners.Standing.GONE);
        return new StandingBody(caller.id(), true, owner.name().toLowerCase(Locale.ROOT),
                caller.roles().stream().sorted().toList(), caller.purposes().stream().sorted().toList(),
                owner == Owners.Standing.ANSWERS ? null : words.of("entrance.standing.away"), Callers.STANDING);
    }
}
