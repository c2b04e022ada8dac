// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.server.service.KnownPurposes;

import org.springframework.stereotype.Component;

import java.util.Set;

/** Tells the accounts of applications which purposes there are to be limited to. */
@Component
class RegisterPurposes implements KnownPurposes {

    private final Registers registers;

    RegisterPurposes(Registers registers) {
        this.registers = registers;
    }

    @Override
    public Set<String> codes() {
        return registers.none() ? Set.of() : registers.inForce().register().purposes().keySet();
    }
}
