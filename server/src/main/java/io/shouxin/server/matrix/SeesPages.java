// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.matrix;

import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Matrix;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.Person;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The matrix from either end: what one person can see, and who can see one field; each with why. */
@Controller
@PreAuthorize("hasAuthority('register.read')")
class SeesPages {

    private static final int PEOPLE_MAX = 10_000;

    private final Registers registers;
    private final People people;
    private final RegisterWords words;

    SeesPages(Registers registers, People people, RegisterWords words) {
        this.registers = registers;
        this.people = people;
        this.words = words;
    }

    /** The fields that one form is given in, by name, and that wait for somebody's agreement first. */
    record Given(Form form, String fields) {}

    /**
     * One rule.
     *
     * @param needs what has to hold besides
     * @param scenes where somebody else has to agree, with the fields
     */
    record Row(String role, String purpose, String rule, List<Given> given, List<String> needs, List<String> scenes,
            String people) {}

    @GetMapping("/register/people/{number}")
    @PreAuthorize("hasAuthority('register.read') and hasAuthority('staff.read')")
    String person(@PathVariable String number, Model model) {
        Person person = people.find(number).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
        Register register = registers.inForce().register();
        Set<String> roles = person.active() ? person.roles() : Set.of();
        model.addAttribute("person", words.person(number));
        model.addAttribute("number", number);
        model.addAttribute("roles", words.list(Roles.inOrder(person.roles()).stream()
                .map(role -> words.of(Roles.key(role))).toList()));
        model.addAttribute("rests", !person.suspensions().isEmpty());
        model.addAttribute("off", !person.active());
        model.addAttribute("rows", rows(register).stream().filter(row -> roles.contains(row.role())).toList());
        return "register/person-sees";
    }

    @GetMapping("/register/fields/{name}")
    String field(@PathVariable String name, Model model) {
        Register register = registers.inForce().register();
        Field field = Optional.ofNullable(register.fields().get(name)).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "register.refused.unknown-cell"));
        model.addAttribute("field", words.name(field));
        model.addAttribute("of", words.selector(register, field.classCode()));
        model.addAttribute("level", register.classes().get(field.classCode()).level());
        model.addAttribute("rows", of(register, field));
        return "register/field-seen";
    }

    /** Every rule with all it gives. */
    private List<Row> rows(Register register) {
        Matrix matrix = Matrix.of(register);
        List<Row> rows = new ArrayList<>();
        IntStream.range(0, matrix.columns().size()).forEach(at -> {
            Matrix.Column column = matrix.columns().get(at);
            Map<Form, List<String>> fields = new LinkedHashMap<>();
            Map<String, List<String>> scenes = new LinkedHashMap<>();
            matrix.groups().stream().flatMap(group -> group.rows().stream()).forEach(row -> {
                Matrix.Cell cell = row.cells().get(at);
                cell.form().filter(Form::opens).ifPresent(form -> {
                    fields.computeIfAbsent(form, one -> new ArrayList<>()).add(words.name(row.field()));
                    cell.scenes().forEach(scene -> scenes.computeIfAbsent(scene, one -> new ArrayList<>())
                            .add(words.name(row.field())));
                });
            });
            List<Given> given = fields.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(one -> new Given(one.getKey(), words.list(one.getValue()))).toList();
            rows.add(new Row(column.role().code(), words.name(column.purpose()), column.rule(), given,
                    words.needs(column.needs()), scenes(register, scenes), ""));
        });
        return rows;
    }

    private List<String> scenes(Register register, Map<String, List<String>> scenes) {
        return scenes.entrySet().stream().map(one -> words.of("register.sees.scene",
                words.name(register.scenes().get(one.getKey())), words.list(one.getValue()))).toList();
    }

    /** Every rule that gives this field in some form. */
    private List<Row> of(Register register, Field field) {
        Matrix matrix = Matrix.of(register);
        List<Matrix.Cell> cells = matrix.groups().stream().flatMap(group -> group.rows().stream())
                .filter(row -> row.field().equals(field)).findFirst().orElseThrow().cells();
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at < cells.size(); at++) {
            Matrix.Column column = matrix.columns().get(at);
            Matrix.Cell cell = cells.get(at);
            if (cell.form().filter(Form::opens).isPresent()) {
                rows.add(new Row(words.name(column.role()), words.name(column.purpose()), column.rule(),
                        List.of(new Given(cell.form().get(), "")), words.needs(column.needs()),
                        cell.scenes().stream().map(register.scenes()::get).map(words::name).toList(),
                        holders(column.role().code())));
            }
        }
        return rows;
    }

    private String holders(String role) {
        return Roles.OF_STAFF.contains(role)
                ? words.of("register.sees.people", people.some("", "", role, 0, PEOPLE_MAX).size())
                : words.of("register.sees.application");
    }
}
