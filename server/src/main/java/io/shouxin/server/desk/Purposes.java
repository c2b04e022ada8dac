// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.Channel;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Role;
import io.shouxin.core.policy.Rule;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.register.Registers;

import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The purposes somebody can work for, and the one at hand. A session remembers the code of the purpose and
 * nothing about a customer.
 */
@Component
class Purposes {

    private static final String SESSION = "desk.purpose";

    private final Registers registers;
    private final DeskWords words;

    Purposes(Registers registers, DeskWords words) {
        this.registers = registers;
        this.words = words;
    }

    /** A purpose as a form offers it; {@code basis} is its legal ground with the article. */
    record Choice(String code, String name, String basis, boolean needsTicket) {}

    /** Those for which a rule names one of this person's roles, in the register's order. */
    List<Choice> of(Caller caller) {
        Register register = registers.inForce().register();
        Set<String> named = register.rules().stream()
                .filter(rule -> caller.roles().contains(rule.role()) && ofStaff(register, rule))
                .map(Rule::purpose).collect(Collectors.toSet());
        return register.purposes().values().stream().filter(one -> named.contains(one.code()))
                .map(this::choice).toList();
    }

    /** Of those, the ones anything may be collected for. */
    List<Choice> collecting(Caller caller) {
        Register register = registers.inForce().register();
        return of(caller).stream().filter(one -> !register.purposes().get(one.code()).collects().isEmpty()).toList();
    }

    /** The one asked for, else the one last used, else the first; empty where there is none at all. */
    Optional<Choice> present(List<Choice> choices, @Nullable String asked, HttpSession session) {
        Optional<Choice> present = find(choices, asked)
                .or(() -> find(choices, session.getAttribute(SESSION)))
                .or(() -> choices.stream().findFirst());
        present.ifPresent(one -> session.setAttribute(SESSION, one.code()));
        return present;
    }

    private static Optional<Choice> find(List<Choice> choices, @Nullable Object code) {
        return choices.stream().filter(one -> one.code().equals(code)).findFirst();
    }

    private static boolean ofStaff(Register register, Rule rule) {
        Role role = register.roles().get(rule.role());
        return role != null && role.channel() == Channel.STAFF;
    }

    private Choice choice(Purpose one) {
        String basis = words.of("desk.basis", words.basis(one.basis()), words.article(one.article()));
        return new Choice(one.code(), words.name(one), basis, one.needs().ticket());
    }
}
