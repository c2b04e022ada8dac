// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.policy.Register;
import io.shouxin.server.audit.EntryNames;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What purposes, fields and roles in the ledger are called in the register in force. */
@Component
class RegisterEntryNames implements EntryNames {

    private final Registers registers;

    RegisterEntryNames(Registers registers) {
        this.registers = registers;
    }

    @Override
    public Optional<String> name(Kind kind, String code) {
        return present().flatMap(register -> switch (kind) {
            case PURPOSE -> Optional.ofNullable(register.purposes().get(code))
                    .map(purpose -> Words.choose(purpose.zh(), purpose.en()));
            case FIELD -> Optional.ofNullable(register.fields().get(code))
                    .map(field -> Words.choose(field.zh(), field.en()));
            case ROLE -> Optional.ofNullable(register.roles().get(code))
                    .map(role -> Words.choose(role.zh(), role.en()));
            case ACTOR -> Optional.empty();
        });
    }

    @Override
    public Map<String, String> all(Kind kind) {
        Map<String, String> all = new LinkedHashMap<>();
        if (kind == Kind.PURPOSE) {
            present().ifPresent(register -> register.purposes().forEach(
                    (code, purpose) -> all.put(code, Words.choose(purpose.zh(), purpose.en()))));
        }
        return all;
    }

    private Optional<Register> present() {
        try {
            return Optional.of(registers.inForce().register());
        } catch (Refused none) {
            return Optional.empty();
        }
    }
}
