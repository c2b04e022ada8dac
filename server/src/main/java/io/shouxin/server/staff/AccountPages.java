// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Callers;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The forms that change what is said of a person, where they are reached, and which accounts they have. */
@Controller
@PreAuthorize("hasAuthority('staff.manage')")
class AccountPages {

    private static final String NAMES = "staff.field.";
    private static final String CHANGE = "/staff/{number}/change";
    private static final String ACCOUNTS = "/staff/{number}/accounts";

    private final People people;
    private final Contacts contacts;
    private final Words words;
    private final FormErrors formErrors;

    AccountPages(People people, Contacts contacts, Words words, FormErrors formErrors) {
        this.people = people;
        this.contacts = contacts;
        this.words = words;
        this.formErrors = formErrors;
    }

    /** The number comes with the address. Says nothing about itself: it holds where somebody is reached. */
    record ChangeForm(String number, String name, String nameEn, String department, String kind, String endsOn,
            String superior, String mail, String mobile) {

        ChangeForm {
            number = clean(number);
            name = clean(name);
            nameEn = clean(nameEn);
            department = clean(department);
            kind = clean(kind);
            endsOn = clean(endsOn);
            superior = clean(superior).toUpperCase(Locale.ROOT);
            mail = clean(mail);
            mobile = clean(mobile).replaceAll("[ -]", "");
        }

        People.Particulars particulars() {
            return new People.Particulars(name, nameEn, department, kind.equals("contractor"), date("endsOn", endsOn),
                    given(superior));
        }

        Contact contact() {
            return new Contact(given(mail), given(mobile));
        }

        @Override
        public String toString() {
            return "ChangeForm";
        }
    }

    record AccountForm(String number, String account, String system) {

        AccountForm {
            number = clean(number);
            account = clean(account).toUpperCase(Locale.ROOT);
            system = clean(system).toLowerCase(Locale.ROOT);
        }
    }

    @GetMapping(CHANGE)
    String change(@PathVariable String number, Model model) {
        Person person = main(number);
        Contact contact = contacts.of(number);
        Person.Account account = person.account();
        model.addAttribute("form", new ChangeForm(number, person.name(), person.nameEn(),
                person.department(), account.contractor() ? "contractor" : "employee",
                account.endsOn().map(LocalDate::toString).orElse(""), account.superior().orElse(""),
                contact.mail().orElse(""), contact.mobile().orElse("")));
        return changeForm(person, model);
    }

    @PostMapping(CHANGE)
    @Sensitive
    String change(@ModelAttribute("form") ChangeForm form, BindingResult errors, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        String number = form.number();
        Person person = main(number);
        try {
            people.describe(number, form.particulars(), Callers.present());
            contacts.change(number, form.contact(), Callers.present());
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.FORBIDDEN) {
                throw refused;
            }
            formErrors.put(errors, refused, NAMES, null);
            response.setStatus(refused.kind().status());
            return changeForm(person, model);
        }
        flash.addFlashAttribute("done", "staff.done.change");
        return "redirect:/staff/" + number;
    }

    @GetMapping(ACCOUNTS)
    String newAccount(@PathVariable String number, Model model) {
        model.addAttribute("form", new AccountForm(number, "", ""));
        return accountForm(main(number), model);
    }

    @PostMapping(ACCOUNTS)
    @Sensitive
    String add(@ModelAttribute("form") AccountForm form, BindingResult errors, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        String number = form.number();
        Person person = main(number);
        try {
            people.add(new People.SubAccount(number, form.account(), form.system()), Callers.present());
        } catch (Refused refused) {
            if (refused.kind() == Refused.Kind.FORBIDDEN) {
                throw refused;
            }
            formErrors.put(errors, renamed(refused), NAMES, "account");
            response.setStatus(refused.kind().status());
            return accountForm(person, model);
        }
        flash.addFlashAttribute("done", "staff.done.add-account");
        return "redirect:/staff/" + form.account();
    }

    /** The address has the main account's number, so the form calls that of the new account otherwise. */
    private static Refused renamed(Refused refused) {
        return new Refused(refused.kind(), refused.key(), refused.details().stream().map(one -> new Refused.Detail(
                one.where().equals("number") ? "account" : one.where(), one.key(), one.arguments())).toList(),
                refused.arguments().toArray(String[]::new));
    }

    private String changeForm(Person person, Model model) {
        model.addAttribute("person", person);
        model.addAttribute("departments", new Organisation(people.departments()).options());
        model.addAttribute("kinds", new java.util.TreeMap<>(Map.of("employee", words.of("staff.kind.employee"),
                "contractor", words.of("staff.kind.contractor"))).descendingMap());
        return "staff/change";
    }

    private String accountForm(Person person, Model model) {
        model.addAttribute("person", person);
        return "staff/new-account";
    }

    private Person main(String number) {
        Person person = people.find(number).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
        if (person.isSub()) {
            throw new Refused(Refused.Kind.CONFLICT, "staff.refused.not-main", person.person());
        }
        return person;
    }

    /** A day as a browser's date field sends it; nothing is none. */
    static Optional<LocalDate> date(String field, String typed) {
        try {
            return typed.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(typed));
        } catch (DateTimeException none) {
            throw new Refused(Refused.Kind.INVALID, "problem.invalid",
                    List.of(new Refused.Detail(field, "staff.rule.day")));
        }
    }

    private static Optional<String> given(String typed) {
        return Optional.of(typed).filter(text -> !text.isEmpty());
    }

    private static String clean(@Nullable String typed) {
        return Objects.requireNonNullElse(typed, "").strip();
    }
}
