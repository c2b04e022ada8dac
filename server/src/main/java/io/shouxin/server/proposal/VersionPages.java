// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.proposal;

import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.register.RegisterVersion;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Every version there was, whole, with what it changed and who decided. */
@Controller
@PreAuthorize("hasAuthority('register.read')")
class VersionPages {

    static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    private final Registers registers;
    private final ChangeWords changes;
    private final RegisterWords words;
    private final SwitchWords switches;

    VersionPages(Registers registers, ChangeWords changes, RegisterWords words, SwitchWords switches) {
        this.registers = registers;
        this.changes = changes;
        this.words = words;
        this.switches = switches;
    }

    /**
     * A version in words.
     *
     * @param stateKind how the state looks: ok, warn or off
     * @param decidedBy null while nobody has decided
     */
    record Told(int version, String state, String stateKind, String reason, @Nullable Integer base,
            String proposedBy, String proposedAt, @Nullable String decidedBy, @Nullable String decidedAt,
            String path) {}

    @GetMapping("/register/versions")
    String list(Model model) {
        model.addAttribute("versions", registers.versions().stream().map(one -> told(one, words)).toList());
        model.addAttribute("mayPropose", Callers.present().may(Permission.REGISTER_PROPOSE));
        return "register/versions";
    }

    @GetMapping("/register/versions/{version}")
    String one(@PathVariable int version, Model model) {
        RegisterVersion found = registers.required(version);
        model.addAttribute("version", told(found, words));
        model.addAttribute("lines", found.yaml().lines().toList());
        model.addAttribute("changes", sentences(version));
        model.addAttribute("switching", switching(version));
        return "register/version";
    }

    /** How far the values are, for the page that asks again while they are under way. */
    @GetMapping("/register/versions/{version}/switching")
    String switching(@PathVariable int version, Model model) {
        model.addAttribute("switching", switching(version));
        return "register/version :: switching";
    }

    private SwitchWords.@Nullable Told switching(int version) {
        return registers.switching(version)
                .map(progress -> switches.told(progress, registers.register(version))).orElse(null);
    }

    @GetMapping("/register/versions/{version}/yaml")
    ResponseEntity<byte[]> download(@PathVariable int version) {
        return ResponseEntity.ok().contentType(YAML)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                        .filename("register-v" + version + ".yaml").build().toString())
                .body(registers.required(version).yaml().getBytes(StandardCharsets.UTF_8));
    }

    private List<ChangeWords.Sentence> sentences(int version) {
        RegisterVersion found = registers.required(version);
        if (found.base().isEmpty()) {
            return List.of();
        }
        Register base = registers.register(found.base().get());
        return changes.sentences(registers.changes(version), base, registers.register(version));
    }

    static Told told(RegisterVersion one, RegisterWords words) {
        String state = one.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String kind = switch (one.status()) {
            case IN_FORCE -> "ok";
            case PROPOSED -> "warn";
            case SUPERSEDED, REFUSED, WITHDRAWN -> "off";
        };
        boolean first = one.base().isEmpty();
        return new Told(one.version(), words.of("register.status." + state), kind,
                first ? words.of("register.version.first") : one.reason(), one.base().orElse(null),
                words.person(one.proposedBy()), words.time(one.proposedAt()),
                one.decidedBy().map(words::person).orElse(null), one.decidedAt().map(words::time).orElse(null),
                one.status() == RegisterVersion.Status.PROPOSED
                        ? "/register/proposals/" + one.version() : "/register/versions/" + one.version());
    }
}
