// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

import io.shouxin.core.policy.BudgetLimit;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Form;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Recipient;
import io.shouxin.core.policy.Register;
import io.shouxin.core.policy.Rule;
import io.shouxin.core.policy.Scene;
import io.shouxin.core.policy.Way;
import io.shouxin.core.policy.Word;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The register for applications: it holds no personal data, so any of them may read the whole of it. */
@RestController
@RequestMapping("/api/v1/register")
class RegisterApi {

    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);
    private static final String VERSION = "Shouxin-Register-Version";

    private final Registers registers;

    RegisterApi(Registers registers) {
        this.registers = registers;
    }

    /** A register as members in the words of its document; docs/register.md explains each. */
    record Document(int version, String name, String zone, Map<String, Object> classes, Map<String, Object> roles,
            Map<String, Object> fields, Map<String, Object> purposes, List<Map<String, Object>> rules,
            List<Map<String, Object>> retention, Map<String, Object> recipients, Map<String, Object> scenes,
            List<Map<String, Object>> budgets) {}

    /** Where one version stands; who decided is the ledger's to tell. */
    record Version(int version, String status, @Nullable Integer base, Instant proposedAt,
            @Nullable Instant decidedAt) {}

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Document> present() {
        Registers.InForce present = registers.inForce();
        return ResponseEntity.ok().eTag(Integer.toString(present.version()))
                .header(VERSION, Integer.toString(present.version()))
                .body(document(present.version(), present.register()));
    }

    /** The document as it was written, comments included. */
    @GetMapping(produces = {"application/yaml", "text/yaml"})
    ResponseEntity<byte[]> yaml() {
        int version = registers.inForce().version();
        return ResponseEntity.ok().eTag(version + "-yaml").contentType(YAML)
                .header(VERSION, Integer.toString(version))
                .body(registers.required(version).yaml().getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/versions")
    List<Version> versions() {
        return registers.versions().stream().map(one -> new Version(one.version(),
                one.status().name().toLowerCase(Locale.ROOT).replace('_', '-'), one.base().orElse(null),
                one.proposedAt(), one.decidedAt().orElse(null))).toList();
    }

    /**
     * How far the values are with the suites of a version.
     *
     * @param secondsLeft null while that cannot be told
     */
    record Switching(int version, String state, Map<String, String> fields, long done, long total, long resealed,
            long damaged, long perSecond, @Nullable Long secondsLeft, Instant begunAt, @Nullable Instant endedAt) {}

    @GetMapping("/versions/{version}/switching")
    Switching switching(@PathVariable int version) {
        registers.required(version);
        SuiteSwitches.Progress one = registers.switching(version).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "register.refused.no-switch", Integer.toString(version)));
        Map<String, String> fields = new LinkedHashMap<>();
        one.fields().forEach((name, suite) -> fields.put(name, Word.of(suite)));
        return new Switching(version, one.state().name().toLowerCase(Locale.ROOT), fields, one.done(), one.total(),
                one.resealed(), one.damaged(), one.perSecond(), one.left().map(Duration::toSeconds).orElse(null),
                one.begunAt(), one.endedAt().orElse(null));
    }

    private static Document document(int version, Register register) {
        Map<String, Object> classes = new LinkedHashMap<>();
        register.classes().forEach((code, one) -> classes.put(code, dataClass(one)));
        Map<String, Object> roles = new LinkedHashMap<>();
        register.roles().forEach((code, one) -> roles.put(code, members(
                "zh", one.zh(), "en", one.en(), "channel", one.channel().code())));
        Map<String, Object> fields = new LinkedHashMap<>();
        register.fields().forEach((code, one) -> fields.put(code, field(one)));
        Map<String, Object> purposes = new LinkedHashMap<>();
        register.purposes().forEach((code, one) -> purposes.put(code, purpose(one)));
        Map<String, Object> recipients = new LinkedHashMap<>();
        register.recipients().forEach((code, one) -> recipients.put(code, recipient(one)));
        Map<String, Object> scenes = new LinkedHashMap<>();
        register.scenes().forEach((code, one) -> scenes.put(code, scene(one)));
        return new Document(version, register.name(), register.zone().getId(), classes, roles, fields, purposes,
                register.rules().stream().map(RegisterApi::rule).toList(),
                register.retention().stream().map(one -> {
                    Map<String, Object> line = members("class", one.classCode());
                    one.purpose().ifPresent(purpose -> line.put("purpose", purpose));
                    line.put("keep", one.keep().text());
                    return line;
                }).toList(), recipients, scenes, register.budgets().stream().map(RegisterApi::budget).toList());
    }

    private static Map<String, Object> dataClass(DataClass one) {
        return members("zh", one.zh(), "en", one.en(), "level", one.level(), "family", Word.of(one.family()),
                "budget", Word.of(one.budget()));
    }

    private static Map<String, Object> field(Field one) {
        return members("zh", one.zh(), "en", one.en(), "class", one.classCode(), "type", one.type(),
                "mask", one.mask(), "index", one.index().code(), "required", one.required(),
                "suite", Word.of(one.suite()));
    }

    private static Map<String, Object> purpose(Purpose one) {
        Map<String, Object> needs = members("ticket", one.needs().ticket(), "consent", one.needs().consent());
        one.needs().hours().ifPresent(hours -> needs.put("hours", hours.text()));
        if (!one.needs().networks().isEmpty()) {
            needs.put("networks", one.needs().networks());
        }
        return members("zh", one.zh(), "en", one.en(), "basis", one.basis().code(), "article", one.article(),
                "collects", new ArrayList<>(one.collects()), "unlisted", one.unlisted().code(), "needs", needs);
    }

    private static Map<String, Object> rule(Rule one) {
        Map<String, Object> give = new LinkedHashMap<>();
        one.give().forEach((selector, form) -> give.put(selector, form.code()));
        return members("role", one.role(), "purpose", one.purpose(), "give", give);
    }

    private static Map<String, Object> recipient(Recipient one) {
        return members("zh", one.zh(), "en", one.en(), "contact", one.contact(), "purposes",
                new ArrayList<>(one.purposes()), "fields", new ArrayList<>(one.fields()), "basis",
                one.basis().code());
    }

    private static Map<String, Object> scene(Scene one) {
        Scene.Covers covers = one.covers();
        Map<String, Object> scene = members("zh", one.zh(), "en", one.en(), "operation", covers.operation().code(),
                "classes", new ArrayList<>(covers.classes()),
                "forms", covers.forms().stream().map(Form::code).toList());
        if (!covers.roles().isEmpty()) {
            scene.put("roles", new ArrayList<>(covers.roles()));
        }
        if (!covers.purposes().isEmpty()) {
            scene.put("purposes", new ArrayList<>(covers.purposes()));
        }
        scene.put("more-than", covers.moreThan());
        covers.outside().ifPresent(hours -> scene.put("outside", hours.text()));
        scene.put("beyond-budget", covers.beyondBudget());
        scene.put("ways", one.terms().ways().stream().map(Way::code).toList());
        scene.put("approvers", new ArrayList<>(one.terms().approvers()));
        scene.put("window", one.terms().windowText());
        scene.put("uses", one.terms().uses());
        scene.put("otherwise", one.otherwise().code());
        return scene;
    }

    private static Map<String, Object> budget(BudgetLimit one) {
        Map<String, Object> line = members("family", Word.of(one.family()));
        one.role().ifPresent(role -> line.put("role", role));
        line.put("limit", one.limit());
        line.put("days", one.days());
        return line;
    }

    /** Names and values in turn, in their order. */
    private static Map<String, Object> members(Object... pairs) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            members.put((String) pairs[i], pairs[i + 1]);
        }
        return members;
    }
}
