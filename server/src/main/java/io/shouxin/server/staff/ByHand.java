// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.Arrays;
import java.util.Optional;

/** The reasons that administrators set and lift on a person's page. */
enum ByHand implements SuspensionReason {

    /** Away from work: nothing is said against the person. */
    LEAVE(true, false),
    /** Somebody must be stopped now. Whoever has their password must not come in either. */
    INCIDENT_FREEZE(false, true);

    private final boolean allowsSignIn;
    private final boolean stopsKeys;

    ByHand(boolean allowsSignIn, boolean stopsKeys) {
        this.allowsSignIn = allowsSignIn;
        this.stopsKeys = stopsKeys;
    }

    static Optional<ByHand> of(String code) {
        return Arrays.stream(values()).filter(one -> one.name().equals(code)).findFirst();
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String ownerKey() {
        return "staff.suspension.owner.by-hand";
    }

    @Override
    public boolean allowsSignIn() {
        return allowsSignIn;
    }

    @Override
    public boolean stopsKeys() {
        return stopsKeys;
    }
}
