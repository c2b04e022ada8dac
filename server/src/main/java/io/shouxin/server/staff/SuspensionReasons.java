// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.problem.Refused;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every reason that some module of this server answers for, and what reasons mean that none answers for. */
@Component
public class SuspensionReasons {

    private final Map<String, SuspensionReason> byCode = new HashMap<>();

    SuspensionReasons(ObjectProvider<SuspensionReason> declared) {
        List.of(ByHand.values()).forEach(this::add);
        declared.orderedStream().forEach(this::add);
    }

    private void add(SuspensionReason reason) {
        if (!reason.code().matches("[A-Z][A-Z_]{2,39}")) {
            throw new IllegalStateException("Not the code of a reason: " + reason.code());
        }
        if (byCode.put(reason.code(), reason) != null) {
            throw new IllegalStateException("Two modules answer for the suspension reason " + reason.code());
        }
    }

    /** The reason of this code; empty where no module answers for it. */
    Optional<SuspensionReason> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /**
     * Only the declared reason itself counts, not another object of the same code: whoever holds it is its owner.
     *
     * @throws Refused {@code staff.refused.reason}
     */
    void requireDeclared(SuspensionReason reason) {
        if (byCode.get(reason.code()) != reason) {
            throw new Refused(Refused.Kind.INVALID, "staff.refused.reason");
        }
    }

    /** Whether somebody may come in to see why their rights rest. A reason nobody answers for leaves that open. */
    public boolean allowSignIn(Person person) {
        return person.suspensions().stream().allMatch(one ->
                find(one.reason()).map(SuspensionReason::allowsSignIn).orElse(true));
    }

    /** Whether the keys of the person's applications stop. A reason nobody answers for stops them. */
    public boolean stopKeys(Person person) {
        return person.suspensions().stream().anyMatch(one ->
                find(one.reason()).map(SuspensionReason::stopsKeys).orElse(true));
    }
}
