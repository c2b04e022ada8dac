// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Role;
import io.shouxin.core.policy.Rule;
import io.shouxin.core.policy.Scene;
import io.shouxin.core.policy.Way;
import io.shouxin.core.policy.Word;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The scenes of the register in force, in words, with who is there to decide and what became of them lately. */
@Component
class Scenes {

    private static final Duration LATELY = Duration.ofDays(30);

    private final Registers registers;
    private final ApprovalTable table;
    private final SceneDeciders deciders;
    private final ApprovalWords words;
    private final RegisterWords names;
    private final DoorClock clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    Scenes(Registers registers, ApprovalTable table, SceneDeciders deciders, ApprovalWords words, RegisterWords names,
            DoorClock clock) {
        this.registers = registers;
        this.table = table;
        this.deciders = deciders;
        this.words = words;
        this.names = names;
        this.clock = clock;
    }

    /** In the order of the document. How often each was asked and agreed to is for those who read the register. */
    List<SceneView> all(Caller reader) {
        Registers.InForce inForce = registers.inForce();
        Register register = inForce.register();
        List<String> document = registers.required(inForce.version()).yaml().lines().toList();
        Map<String, ApprovalTable.SceneFigures> figures = reader.may(Permission.REGISTER_READ)
                ? table.sceneFigures(clock.systemInstant().minus(LATELY)) : Map.of();
        SceneDeciders.Staff staff = deciders.now();
        return register.scenes().values().stream().map(scene -> {
            List<Rule> met = register.leadingInto(scene).stream().filter(rule -> mayAsk(scene, rule.role())).toList();
            Set<String> askers = new TreeSet<>();
            met.forEach(rule -> askers.add(rule.role()));
            boolean people = scene.terms().ways().stream().anyMatch(way -> way != Way.TICKET);
            return view(register, scene, met, line(document, scene.code()),
                    people ? there(scene, askers, staff, reader) : null,
                    reader.may(Permission.REGISTER_READ)
                            ? numbers(figures.getOrDefault(scene.code(), ApprovalTable.SceneFigures.NONE)) : null);
        }).toList();
    }

    /** Whether people and applications in this role can come into the scene at all, whatever rules they have. */
    private static boolean mayAsk(Scene scene, String role) {
        return Permission.of(role).contains(switch (scene.covers().operation()) {
            case REVEAL -> Permission.CUSTOMER_REVEAL;
            case EXPORT -> Permission.CUSTOMER_EXPORT;
            case SEARCH -> Permission.CUSTOMER_SEARCH;
        });
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // What one line of the page is made of.
    private SceneView view(Register register, Scene scene, List<Rule> met, int line,
            SceneView.@Nullable There there, SceneView.@Nullable Numbers figures) {
        Scene.Covers covers = scene.covers();
        List<String> forms = covers.forms().stream().map(Form::code).toList();
        String who = covers.roles().isEmpty() ? words.of("approval.scene.anybody")
                : names.list(register.roles().keySet().stream().filter(covers.roles()::contains)
                        .map(code -> names.role(register, code)).toList());
        return new SceneView(scene.code(), names.name(scene), lead(scene, there != null), line,
                covered(register, covers), forms, who,
                met.stream().map(Rule::purpose).distinct().map(purpose -> names.purpose(register, purpose)).toList(),
                only(covers),
                names.list(scene.terms().ways().stream()
                        .map(way -> words.of("register.value." + Word.of(way))).toList()),
                approvers(register, scene),
                words.of(scene.terms().once() ? "approval.scene.holds.once" : "approval.scene.holds.window",
                        words.minutes(scene.terms().window().toMinutes())),
                scene.otherwise().code(), there != null, there, figures);
    }

    private String lead(Scene scene, boolean people) {
        return words.of("approval.scene.lead." + Word.of(scene.covers().operation()) + (people ? "" : ".ticket"));
    }

    private List<SceneView.Covered> covered(Register register, Scene.Covers covers) {
        return register.classes().values().stream().filter(one -> covers.classes().contains(one.code()))
                .map(one -> covered(register, one)).filter(one -> !one.fields().isEmpty()).toList();
    }

    private SceneView.Covered covered(Register register, DataClass of) {
        return new SceneView.Covered(of.code(), names.name(of), of.level(), register.fields().values().stream()
                .filter(field -> field.classCode().equals(of.code()))
                .map(field -> new SceneView.FieldName(field.name(), names.name(field))).toList());
    }

    private List<String> only(Scene.Covers covers) {
        List<String> only = new ArrayList<>();
        if (covers.moreThan() > 0) {
            only.add(words.of("approval.scene.only.more-than", covers.moreThan()));
        }
        covers.outside().ifPresent(hours -> only.add(words.of("approval.scene.only.outside", names.hours(hours))));
        if (covers.beyondBudget()) {
            only.add(words.of("approval.scene.only.budget"));
        }
        return only.isEmpty() ? List.of(words.of("approval.scene.only.always")) : only;
    }

    private List<SceneView.Approver> approvers(Register register, Scene scene) {
        List<SceneView.Approver> approvers = new ArrayList<>();
        if (scene.terms().approvers().contains(Scene.SUPERIOR)) {
            approvers.add(new SceneView.Approver("", words.of("approval.scene.superior")));
        }
        if (scene.terms().approvers().contains(Scene.ACCOUNTABLE)) {
            approvers.add(new SceneView.Approver("", words.of("approval.scene.accountable")));
        }
        scene.terms().approvers().stream()
                .filter(role -> !role.equals(Scene.SUPERIOR) && !role.equals(Scene.ACCOUNTABLE)).sorted()
                .forEach(role -> approvers.add(new SceneView.Approver(role, post(register, role))));
        return approvers;
    }

    /** A post that only approves may have no rule of its own, and then no name in the register. */
    private String post(Register register, String role) {
        Role known = register.roles().get(role);
        return known == null ? words.of("caller.role." + role) : names.name(known);
    }

    private SceneView.There there(Scene scene, Set<String> askers, SceneDeciders.Staff staff, Caller reader) {
        SceneDeciders.Count count = staff.count(scene, askers);
        boolean asks = reader.isStaff() && reader.roles().stream().anyMatch(askers::contains);
        Boolean own = asks ? staff.anyFor(reader.id(), scene) : null;
        String kind = count.all() == 0 ? "bad" : count.stuck() > 0 ? "warn" : "ok";
        return new SceneView.There(kind, words.of("approval.scene.there." + kind), count.all(),
                how(count), reader.may(Permission.REGISTER_READ) && count.stuck() > 0
                        ? words.of("approval.scene.there.stuck", count.stuck(), count.askers()) : "", own);
    }

    private String how(SceneDeciders.Count count) {
        List<String> how = new ArrayList<>();
        if (count.posts() > 0) {
            how.add(words.of("approval.scene.there.posts", count.posts()));
        }
        if (count.superiors() > 0) {
            how.add(words.of("approval.scene.there.superiors", count.superiors()));
        }
        if (count.deputies() > 0) {
            how.add(words.of("approval.scene.there.deputies", count.deputies()));
        }
        return names.list(how);
    }

    private SceneView.Numbers numbers(ApprovalTable.SceneFigures one) {
        return new SceneView.Numbers(one.asked() > 0, names.number(one.asked()), names.number(one.agreed()),
                names.number(one.refused()), names.number(one.lapsed()), one.toDecide().map(this::time).orElse("–"));
    }

    private String time(Duration took) {
        return took.toMinutes() == 0 ? words.of("approval.scene.seconds", Math.max(1, took.toSeconds()))
                : words.minutes(took.toMinutes());
    }

    /** The line of the scene's own key below the key of all scenes. */
    private static int line(List<String> document, String code) {
        int from = document.indexOf("scenes:");
        for (int i = Math.max(from, 0); i < document.size(); i++) {
            if (document.get(i).strip().startsWith(code + ":")) {
                return i + 1;
            }
        }
        return Math.max(from + 1, 1);
    }
}
