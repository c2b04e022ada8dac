// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.FormErrors;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The forms by which people and departments come in. */
@Controller
@PreAuthorize("hasAuthority('staff.manage')")
class JoiningPages {

    private static final String NAMES = "staff.field.";
    private static final String NAMES_OF_DEPARTMENT = "staff.department.field.";

    private final People people;
    private final Words words;
    private final FormErrors formErrors;

    JoiningPages(People people, Words words, FormErrors formErrors) {
        this.people = people;
        this.words = words;
        this.formErrors = formErrors;
    }

    record PersonForm(String number, String name, String nameEn, String department, String role) {

        PersonForm {
            number = clean(number).toUpperCase(Locale.ROOT);
            name = clean(name);
            nameEn = clean(nameEn);
            department = clean(department);
            role = clean(role);
        }
    }

    record DepartmentForm(String code, String parent, String nameZh, String nameEn) {

        DepartmentForm {
            code = clean(code).toUpperCase(Locale.ROOT);
            parent = clean(parent);
            nameZh = clean(nameZh);
            nameEn = clean(nameEn);
        }
    }

    @GetMapping("/staff/new")
    String newPerson(Model model) {
        model.addAttribute("form", new PersonForm("", "", "", "", ""));
        return personForm(model);
    }

    @PostMapping("/staff/new")
    @Sensitive
    String add(@ModelAttribute("form") PersonForm form, BindingResult errors, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        try {
            if (!form.department().isEmpty() && !people.knows(form.department())) {
                throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                        List.of(new Refused.Detail("department", "staff.rule.department")));
            }
            people.add(new People.NewPerson(form.number(), form.name(), form.nameEn(), form.department(),
                    form.role().isEmpty() ? List.of() : List.of(form.role())), null, Callers.present().actor());
        } catch (Refused refused) {
            formErrors.put(errors, refused, NAMES, refused.key().endsWith("role") ? "role" : "number");
            response.setStatus(refused.kind().status());
            return personForm(model);
        }
        flash.addFlashAttribute("done", "staff.done.add");
        return "redirect:/staff/" + form.number();
    }

    @GetMapping("/staff/departments/new")
    String newDepartment(Model model) {
        model.addAttribute("form", new DepartmentForm("", "", "", ""));
        return departmentForm(model);
    }

    @PostMapping("/staff/departments/new")
    String add(@ModelAttribute("form") DepartmentForm form, BindingResult errors, Model model,
            HttpServletResponse response) {
        try {
            people.add(new Department(form.code(), Optional.of(form.parent()).filter(code -> !code.isEmpty()),
                    form.nameZh(), form.nameEn(), 0), Callers.present().actor());
        } catch (Refused refused) {
            formErrors.put(errors, refused, NAMES_OF_DEPARTMENT, "code");
            response.setStatus(refused.kind().status());
            return departmentForm(model);
        }
        return "redirect:/staff?department=" + form.code();
    }

    private String personForm(Model model) {
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put("", words.of("staff.role.later"));
        Roles.OF_STAFF.forEach(role -> roles.put(role, words.of(Roles.key(role))));
        model.addAttribute("roles", roles);
        model.addAttribute("departments", departments("staff.new.choose"));
        return "staff/new";
    }

    private String departmentForm(Model model) {
        model.addAttribute("departments", departments("staff.department.top"));
        return "staff/new-department";
    }

    private Map<String, String> departments(String none) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("", words.of(none));
        options.putAll(new Organisation(people.departments()).options());
        return options;
    }

    private static String clean(@Nullable String typed) {
        return Objects.requireNonNullElse(typed, "").strip();
    }
}
