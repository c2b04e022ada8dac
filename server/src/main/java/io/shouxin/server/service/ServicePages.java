// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.service;

import io.shouxin.server.audit.EntryNames;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.FormErrors;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** The pages of the applications' accounts. */
@Controller
class ServicePages {

    private static final String NAMES = "service.field.";

    private final Services services;
    private final Words words;
    private final WallTime times;
    private final FormErrors formErrors;
    private final ObjectProvider<EntryNames> names;

    ServicePages(Services services, Words words, WallTime times, FormErrors formErrors,
            ObjectProvider<EntryNames> names) {
        this.services = services;
        this.words = words;
        this.times = times;
        this.formErrors = formErrors;
        this.names = names;
    }

    record Row(String id, String name, String role, int purposes, String networks, State state, String used) {}

    record State(String kind, String word) {}

    /** A purpose to allow an application, with its name and whether it is chosen. */
    record PurposeChoice(String code, String name, boolean on) {}

    /** Lists are typed one a line, or with commas or spaces between. */
    record NewForm(String id, String nameZh, String nameEn, String owner, String role, String purposes,
            String networks) {

        NewForm {
            id = clean(id);
            nameZh = clean(nameZh);
            nameEn = clean(nameEn);
            owner = clean(owner);
            role = clean(role);
            purposes = clean(purposes);
            networks = clean(networks);
        }

        Services.NewService asked() {
            return new Services.NewService(id, nameZh, nameEn, owner, role, items(purposes), items(networks));
        }

        private static String clean(@Nullable String typed) {
            return Objects.requireNonNullElse(typed, "").strip();
        }

        private static List<String> items(String typed) {
            return Arrays.stream(typed.split("[\\s,;，；、]+")).filter(item -> !item.isEmpty()).distinct().toList();
        }
    }

    @GetMapping("/services")
    @PreAuthorize("hasAuthority('service.read')")
    String list(Model model) {
        model.addAttribute("rows", services.all().stream().map(one -> new Row(one.id(), one.nameForReader(),
                words.of(Roles.key(one.role())), one.purposes().size(), String.join(" ", one.networks()),
                state(one), one.lastUsedAt().map(times::text).orElse(""))).toList());
        model.addAttribute("may", Callers.present().may(Permission.SERVICE_MANAGE));
        return "service/list";
    }

    @GetMapping("/services/{id}")
    @PreAuthorize("hasAuthority('service.read')")
    String service(@PathVariable String id, Model model) {
        Service service = required(id);
        model.addAttribute("service", service);
        model.addAttribute("state", state(service));
        Owners.Standing owner = services.owner(service);
        model.addAttribute("owner", service.revoked() || owner == Owners.Standing.ANSWERS ? null : owner);
        model.addAttribute("role", Roles.key(service.role()));
        model.addAttribute("permissions", Permission.of(service.role()).stream().sorted()
                .map(one -> words.of("caller.permission." + one.code())).toList());
        model.addAttribute("purposes", new TreeSet<>(service.purposes()).stream()
                .map(code -> new PurposeChoice(code, purpose(code), true)).toList());
        model.addAttribute("keySince", times.text(service.keySince()));
        model.addAttribute("used", service.lastUsedAt().map(times::text).orElse(""));
        model.addAttribute("revoked", service.revokedAt().map(times::text).orElse(""));
        model.addAttribute("may", Callers.present().may(Permission.SERVICE_MANAGE) && !service.revoked());
        return "service/service";
    }

    @GetMapping("/services/new")
    @PreAuthorize("hasAuthority('service.manage')")
    String form(Model model) {
        NewForm empty = new NewForm("", "", "", "", "", "", "");
        model.addAttribute("form", empty);
        return showForm(empty, model);
    }

    @PostMapping("/services/new")
    @PreAuthorize("hasAuthority('service.manage')")
    @Sensitive
    String add(@ModelAttribute("form") NewForm form, BindingResult errors, Model model,
            HttpServletResponse response) {
        try {
            return showKey(form.id(), services.add(form.asked(), Callers.present().actor()), model);
        } catch (Refused refused) {
            formErrors.put(errors, refused, NAMES, "id");
            response.setStatus(refused.kind().status());
            return showForm(form, model);
        }
    }

    @PostMapping("/services/{id}/key")
    @PreAuthorize("hasAuthority('service.manage')")
    @Sensitive
    String newKey(@PathVariable String id, Model model) {
        required(id);
        return showKey(id, services.newKey(id, Callers.present().actor()), model);
    }

    @PostMapping("/services/{id}/owner")
    @PreAuthorize("hasAuthority('service.manage')")
    String changeOwner(@PathVariable String id, @RequestParam(defaultValue = "") String owner, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        required(id);
        try {
            services.changeOwner(id, owner.strip().toUpperCase(Locale.ROOT), Callers.present().actor());
        } catch (Refused refused) {
            // The choice can be corrected where it was made.
            response.setStatus(refused.kind().status());
            model.addAttribute("refused", words.of(refused.details().isEmpty() ? refused.key()
                    : refused.details().get(0).key(), refused.arguments().toArray()));
            return service(id, model);
        }
        flash.addFlashAttribute("done", "service.done.owner");
        return "redirect:/services/" + id;
    }

    @PostMapping("/services/{id}/revoke")
    @PreAuthorize("hasAuthority('service.manage')")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        required(id);
        services.revoke(id, Callers.present().actor());
        flash.addFlashAttribute("done", "service.done.revoke");
        return "redirect:/services/" + id;
    }

    /** The page with the key has this address; asked for again, in another language say, it leads back. */
    @GetMapping({"/services/{id}/key", "/services/{id}/owner"})
    @PreAuthorize("hasAuthority('service.read')")
    String back(@PathVariable String id) {
        return "redirect:/services/" + required(id).id();
    }

    /** The answer to this request is the only place where the key stands. */
    private String showKey(String id, String key, Model model) {
        model.addAttribute("service", required(id));
        model.addAttribute("key", key);
        return "service/key";
    }

    private String showForm(NewForm form, Model model) {
        Map<String, String> roles = new LinkedHashMap<>();
        Roles.OF_SERVICES.forEach(role -> roles.put(role, words.of(Roles.key(role))));
        model.addAttribute("roles", roles);
        List<String> chosen = form.asked().purposes();
        model.addAttribute("known", services.knownPurposes().stream()
                .map(code -> new PurposeChoice(code, purpose(code), chosen.contains(code))).toList());
        return "service/new";
    }

    private String purpose(String code) {
        return names.orderedStream().flatMap(one -> one.name(EntryNames.Kind.PURPOSE, code).stream()).findFirst()
                .orElse(code);
    }

    private State state(Service service) {
        if (service.revoked()) {
            return new State("off", words.of("service.state.revoked"));
        }
        return switch (services.owner(service)) {
            case ANSWERS -> new State("ok", words.of("service.state.working"));
            case AWAY -> new State("warn", words.of("service.state.owner-away"));
            case SUSPENDED, GONE -> new State("bad", words.of("service.state.stopped"));
        };
    }

    private Service required(String id) {
        return services.find(id).orElseThrow(() -> new Refused(Refused.Kind.UNKNOWN, "service.refused.unknown"));
    }
}
