// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.server.page.OperatorFacts;
import io.shouxin.server.problem.Refused;

import org.springframework.stereotype.Component;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose system this is, as the register in force names it. */
@Component
class RegisterFacts implements OperatorFacts {

    /** A register has one name; where it is written in both languages, the Chinese stands first. */
    private static final Pattern BOTH = Pattern.compile("(\\S*\\p{IsHan}\\S*)\\s+([^\\p{IsHan}]+)");

    private final Registers registers;

    RegisterFacts(Registers registers) {
        this.registers = registers;
    }

    @Override
    public String chineseName() {
        return name(1);
    }

    @Override
    public String englishName() {
        return name(2);
    }

    @Override
    public String registerVersion() {
        try {
            return Integer.toString(registers.inForce().version());
        } catch (Refused none) {
            return "";
        }
    }

    private String name(int language) {
        try {
            String name = registers.inForce().register().name();
            Matcher both = BOTH.matcher(name);
            return both.matches() ? both.group(language) : name;
        } catch (Refused none) {
            return "";
        }
    }
}
