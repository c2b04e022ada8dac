// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.entrance.Standing;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Who acts in the sample, with the rights that the staff module gives at that moment and no others. */
@Component
class SampleCallers {

    private final Standing standing;

    SampleCallers(Standing standing) {
        this.standing = standing;
    }

    /** A person or an application as of the door's time; empty where somebody has removed or revoked it. */
    Optional<Caller> find(String id) {
        return standing.person(id).or(() -> standing.service(id));
    }

    /** An application without which the sample cannot go on. */
    Caller service(String id) {
        return find(id).orElseThrow(() -> new SampleRefused("The account " + id + " is not there or revoked."));
    }
}
