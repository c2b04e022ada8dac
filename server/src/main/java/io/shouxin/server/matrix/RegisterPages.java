// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterVersion;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;
import io.shouxin.server.register.SuiteSwitches;
import io.shouxin.server.replay.RevealUse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.util.List;
import java.util.Optional;

/** The matrix of what is given to whom, each cell of which explains itself. */
@Controller
@PreAuthorize("hasAuthority('register.read')")
class RegisterPages {

    private final Registers registers;
    private final RevealUse uses;
    private final RegisterWords words;

    RegisterPages(Registers registers, RevealUse uses, RegisterWords words) {
        this.registers = registers;
        this.uses = uses;
        this.words = words;
    }

    /** A class with how long it is kept, and the purposes that keep it otherwise. */
    record Kept(String code, String name, int level, String fields, String keep, List<String> otherwise) {}

    /** The version in force, in words. */
    record Present(int version, String since, String proposedBy, String acceptedBy, @Nullable Integer before) {}

    /** A proposal that waits for somebody. */
    record Waiting(int version, String by, String at) {}

    @GetMapping("/register")
    String matrix(@RequestParam(defaultValue = "purpose") String view, @RequestParam(required = false) String cell,
            Model model) {
        head(model, view);
        if (registers.none()) {
            return "register/none";
        }
        Registers.InForce present = registers.inForce();
        if (view.equals("retention")) {
            model.addAttribute("kept", kept(present.register()));
            return "register/retention";
        }
        Optional<Register> before = registers.required(present.version()).base().map(registers::register);
        Optional<MatrixView.Choice> choice = MatrixView.Choice.parse(cell);
        model.addAttribute("matrix", MatrixView.of(present.register(), before,
                view.equals("role") ? MatrixView.Order.ROLE : MatrixView.Order.PURPOSE, choice, words));
        choice.flatMap(one -> CellExplained.of(present.register(), one, uses, words))
                .ifPresent(one -> explain(model, one));
        return "register/matrix";
    }

    /** What a cell says, for the panel below the matrix. */
    @GetMapping("/register/cell")
    String cell(@RequestParam String cell, Model model) {
        CellExplained explained = MatrixView.Choice.parse(cell)
                .flatMap(one -> CellExplained.of(registers.inForce().register(), one, uses, words))
                .orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "register.refused.unknown-cell"));
        explain(model, explained);
        return "register/matrix :: explained";
    }

    private void explain(Model model, CellExplained explained) {
        model.addAttribute("cell", explained);
        model.addAttribute("use", explained.use().map(use -> words.of("register.cell.use",
                words.number(use.given()), words.number(use.clear()), words.number(use.masked()),
                words.number(use.token()), words.number(use.refused())))
                .orElse(words.of("register.cell.use.counting")));
    }

    private void head(Model model, String view) {
        model.addAttribute("view", view);
        model.addAttribute("mayPropose", Callers.present().may(Permission.REGISTER_PROPOSE));
        if (registers.none()) {
            return;
        }
        RegisterVersion version = registers.required(registers.inForce().version());
        model.addAttribute("present", new Present(version.version(),
                words.time(version.decidedAt().orElse(version.proposedAt())), words.person(version.proposedBy()),
                words.person(version.decidedBy().orElse(version.proposedBy())), version.base().orElse(null)));
        registers.switching(version.version()).filter(SuiteSwitches.Progress::underWay).ifPresent(one -> {
            model.addAttribute("switchingVersion", one.version());
            model.addAttribute("switching", words.switching(one));
        });
        model.addAttribute("waiting", registers.waiting().stream().map(one -> new Waiting(one.version(),
                words.person(one.proposedBy()), words.time(one.proposedAt()))).toList());
    }

    private List<Kept> kept(Register register) {
        return register.classes().values().stream()
                .filter(one -> register.fields().values().stream()
                        .anyMatch(field -> field.classCode().equals(one.code())))
                .map(one -> kept(register, one)).toList();
    }

    private Kept kept(Register register, DataClass one) {
        List<Field> fields = register.fields().values().stream()
                .filter(field -> field.classCode().equals(one.code())).toList();
        String keep = register.keepForAny(one.code()).map(words::keep).orElse(words.of("register.keep.by-purpose"));
        return new Kept(one.code(), words.name(one), one.level(),
                words.list(fields.stream().map(words::name).toList()), keep, otherwise(register, one.code()));
    }

    private List<String> otherwise(Register register, String classCode) {
        return register.retention().stream()
                .filter(line -> line.classCode().equals(classCode) && line.purpose().isPresent())
                .map(line -> words.of("register.keep.for", words.purpose(register, line.purpose().get()),
                        words.keep(line.keep())))
                .toList();
    }
}
