// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.problem.FormErrors;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One department: who answers for it. */
@Controller
class DepartmentPages {

    private static final String PATH = "/staff/departments/{code}";
    private static final String NAMES = "staff.field.";

    private final People people;
    private final DepartmentHeads heads;
    private final FormErrors formErrors;

    DepartmentPages(People people, DepartmentHeads heads, FormErrors formErrors) {
        this.people = people;
        this.heads = heads;
        this.formErrors = formErrors;
    }

    record HeadForm(String head) {

        HeadForm {
            head = Objects.requireNonNullElse(head, "").strip().toUpperCase(Locale.ROOT);
        }
    }

    @GetMapping(PATH)
    @PreAuthorize("hasAuthority('staff.read')")
    String show(@PathVariable String code, Model model) {
        model.addAttribute("form", new HeadForm(heads.of(code).map(Person::number).orElse("")));
        return page(code, model);
    }

    private String page(String code, Model model) {
        if (!people.knows(code)) {
            throw new Refused(Refused.Kind.UNKNOWN, "staff.refused.no-department");
        }
        model.addAttribute("code", code);
        model.addAttribute("path", new Organisation(people.departments()).path(code));
        model.addAttribute("head", heads.of(code).orElse(null));
        model.addAttribute("may", Callers.present().may(Permission.STAFF_MANAGE));
        return "staff/department";
    }

    @PostMapping(PATH + "/head")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive
    @SuppressWarnings("checkstyle:ParameterNumber") // What Spring hands in.
    String name(@PathVariable String code, @ModelAttribute("form") HeadForm form, BindingResult errors, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        try {
            heads.name(code, Optional.of(form.head()).filter(number -> !number.isEmpty()), Callers.present());
        } catch (Refused refused) {
            if (refused.details().isEmpty()) {
                throw refused;
            }
            formErrors.put(errors, refused, NAMES, "head");
            response.setStatus(refused.kind().status());
            return page(code, model);
        }
        flash.addFlashAttribute("done", "staff.done.head");
        return "redirect:/staff/departments/" + code;
    }
}
