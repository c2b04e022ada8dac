// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.approval;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.problem.FormErrors;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.RegisterWords;
import io.shouxin.server.register.Registers;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Whom one has named to decide in one's place. */
@Controller
class DeputyPages {

    private static final String NAMES = "approval.field.";

    private final Deputies deputies;
    private final Registers registers;
    private final RegisterWords names;
    private final WallTime times;
    private final FormErrors formErrors;

    DeputyPages(Deputies deputies, Registers registers, RegisterWords names, WallTime times, FormErrors formErrors) {
        this.deputies = deputies;
        this.registers = registers;
        this.names = names;
        this.times = times;
        this.formErrors = formErrors;
    }

    record Row(String number, String who, String from, String until, String scenes) {}

    record DeputyForm(String deputy, String from, String until, List<String> scenes) {

        DeputyForm {
            deputy = Objects.requireNonNullElse(deputy, "").strip().toUpperCase(Locale.ROOT);
            from = Objects.requireNonNullElse(from, "").strip();
            until = Objects.requireNonNullElse(until, "").strip();
            scenes = List.copyOf(Objects.requireNonNullElse(scenes, List.of()));
        }

        private static LocalDate day(String where, String typed) {
            try {
                return LocalDate.parse(typed);
            } catch (DateTimeException malformed) {
                throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                        List.of(new Refused.Detail(where, "approval.rule.day")));
            }
        }
    }

    @GetMapping("/approvals/deputies")
    String list(Model model) {
        String today = deputies.today().toString();
        model.addAttribute("form", new DeputyForm("", today, today, List.of()));
        return show(model);
    }

    @PostMapping("/approvals/deputies")
    String name(@ModelAttribute("form") DeputyForm form, BindingResult errors, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        try {
            deputies.name(form.deputy(), DeputyForm.day("from", form.from()), DeputyForm.day("until", form.until()),
                    Set.copyOf(form.scenes()), Callers.present());
        } catch (Refused refused) {
            formErrors.put(errors, refused, NAMES, "deputy");
            response.setStatus(refused.kind().status());
            return show(model);
        }
        flash.addFlashAttribute("done", "approval.done.deputy");
        return "redirect:/approvals/deputies";
    }

    @PostMapping("/approvals/deputies/{number}/end")
    String end(@PathVariable String number, RedirectAttributes flash) {
        deputies.end(number, Callers.present());
        flash.addFlashAttribute("done", "approval.done.deputy-end");
        return "redirect:/approvals/deputies";
    }

    private String show(Model model) {
        Map<String, String> scenes = new LinkedHashMap<>();
        registers.inForce().register().scenes().forEach((code, scene) -> scenes.put(code, names.name(scene)));
        model.addAttribute("scenes", scenes);
        model.addAttribute("days", Deputies.DAYS_MAX);
        model.addAttribute("deputies", deputies.of(Callers.present().id()).stream().map(one -> new Row(one.deputy(),
                names.person(one.deputy()), times.text(one.from()), times.text(one.until()),
                one.scenes().isEmpty() ? names.of("approval.deputy.all")
                        : names.list(one.scenes().stream().sorted().map(code -> scenes.getOrDefault(code, code))
                                .toList()))).toList());
        return "approval/deputies";
    }
}
