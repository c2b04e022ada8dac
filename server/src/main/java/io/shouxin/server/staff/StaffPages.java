// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.caller.Roles;
import io.shouxin.server.caller.Sensitive;
import io.shouxin.server.clock.WallTime;
import io.shouxin.server.language.Words;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The pages of the people: the list with the organisation, and one person with what can be done. */
@Controller
class StaffPages {

    private static final int ROWS_MAX = 40;
    private static final int TEXT_MAX = 60;

    private final People people;
    private final Sessions sessions;
    private final StandingWords standing;
    private final Words words;
    private final WallTime times;
    private final Clock clock;
    private final ObjectProvider<OwnedKeys> keys;

    @SuppressWarnings("checkstyle:ParameterNumber") // Its collaborators; there is no smaller door.
    StaffPages(People people, Sessions sessions, StandingWords standing, Words words, WallTime times, Clock clock,
            ObjectProvider<OwnedKeys> keys) {
        this.people = people;
        this.standing = standing;
        this.keys = keys;
        this.sessions = sessions;
        this.words = words;
        this.times = times;
        this.clock = clock;
    }

    record Row(String number, String name, String department, String roles, State state, String signedIn) {}

    /** Days as a browser's date field sends them; an empty one leaves the choice to the door. */
    record GrantForm(String role, String from, String until) {

        GrantForm {
            role = Objects.requireNonNullElse(role, "");
            from = Objects.requireNonNullElse(from, "").strip();
            until = Objects.requireNonNullElse(until, "").strip();
        }
    }

    record State(String kind, String word) {}

    record Held(String role, String name, String from, String until, String permissions) {}

    record Seen(String handle, String signedIn, String used, boolean present) {}

    record AccountRow(String number, String what, State state, String roles, boolean here) {}

    @GetMapping("/staff")
    @PreAuthorize("hasAuthority('staff.read')")
    String list(@RequestParam(defaultValue = "") String text, @RequestParam(defaultValue = "") String department,
            @RequestParam(defaultValue = "") String role, @RequestParam(defaultValue = "1") int page, Model model) {
        String wanted = text.replaceAll("\\p{Cntrl}", "").strip();
        wanted = wanted.substring(0, Math.min(wanted.length(), TEXT_MAX));
        Organisation organisation = new Organisation(people.departments());
        int total = people.count(wanted, known(department, organisation), known(role));
        int pages = Math.max(1, (total + ROWS_MAX - 1) / ROWS_MAX);
        int shown = Math.max(1, Math.min(page, pages));
        model.addAttribute("rows", people.some(wanted, known(department, organisation), known(role),
                (shown - 1) * ROWS_MAX, ROWS_MAX).stream().map(one -> row(one, organisation)).toList());
        model.addAttribute("text", wanted);
        model.addAttribute("department", department);
        model.addAttribute("role", role);
        model.addAttribute("page", shown);
        model.addAttribute("pages", pages);
        model.addAttribute("total", total);
        model.addAttribute("roles", roleNames(Roles.OF_STAFF));
        model.addAttribute("departments", organisation.indented());
        model.addAttribute("tree", organisation.tree(department));
        model.addAttribute("may", Callers.present().may(Permission.STAFF_MANAGE));
        return "staff/list";
    }

    @GetMapping("/staff/{number}")
    @PreAuthorize("hasAuthority('staff.read')")
    String person(@PathVariable String number, Model model) {
        Person person = required(number);
        Caller caller = Callers.present();
        model.addAttribute("person", person);
        model.addAttribute("department", new Organisation(people.departments()).path(person.department()));
        model.addAttribute("state", state(person));
        model.addAttribute("signedIn", person.signedInAt().map(times::text).orElse(""));
        model.addAttribute("held", people.grants(number).stream().map(this::held).toList());
        model.addAttribute("resting", standing.of(person));
        model.addAttribute("addable", standing.addable(person));
        model.addAttribute("sessions", sessions.of(number, null).stream().map(one ->
                new Seen(one.handle(), times.text(one.signedInAt()), times.text(one.usedAt()), one.present()))
                .toList());
        model.addAttribute("roles", roleNames(Roles.OF_STAFF));
        model.addAttribute("today", LocalDate.ofInstant(clock.instant(), clock.getZone()).toString());
        model.addAttribute("accounts", people.accounts(number).stream().map(one -> account(one, number)).toList());
        model.addAttribute("kind", words.of(person.account().contractor()
                ? "staff.kind.contractor" : "staff.kind.employee"));
        model.addAttribute("endsOn", person.account().endsOn().map(times::text).orElse(""));
        model.addAttribute("superior", person.account().superior().flatMap(people::find).orElse(null));
        model.addAttribute("keys", keys.orderedStream().flatMap(one -> one.of(number).stream()).toList());
        model.addAttribute("revokes", caller.may(Permission.SERVICE_MANAGE));
        boolean self = people.samePerson(number, caller.id());
        model.addAttribute("self", self);
        model.addAttribute("may", !self && caller.may(Permission.STAFF_MANAGE));
        model.addAttribute("suspends", !self && caller.may(Permission.STAFF_SUSPEND));
        return "staff/person";
    }

    @PostMapping("/staff/{number}/roles")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive
    String giveRole(@PathVariable String number, @ModelAttribute GrantForm form, Model model,
            HttpServletResponse response, RedirectAttributes flash) {
        required(number);
        try {
            people.giveRole(number, form.role(), AccountPages.date("from", form.from()).orElse(null),
                    AccountPages.date("until", form.until()).orElse(null), Callers.present());
        } catch (Refused refused) {
            // The choice can be corrected where it was made.
            response.setStatus(refused.kind().status());
            Object[] arguments = refused.arguments().toArray();
            model.addAttribute("refused", words.of(refused.key(), arguments));
            model.addAttribute("next", refused.details().isEmpty() ? words.of(refused.key() + ".next", arguments)
                    : String.join(" ", refused.details().stream().map(one -> words.of(one.key())).toList()));
            return person(number, model);
        }
        return done(number, "give-role", flash);
    }

    @PostMapping("/staff/{number}/roles/{role}/end")
    @PreAuthorize("hasAuthority('staff.manage')")
    String endRole(@PathVariable String number, @PathVariable String role, RedirectAttributes flash) {
        required(number);
        people.endRole(number, role, Callers.present());
        return done(number, "end-role", flash);
    }

    @PostMapping("/staff/{number}/deactivate")
    @PreAuthorize("hasAuthority('staff.manage')")
    String deactivate(@PathVariable String number, RedirectAttributes flash) {
        people.setActive(number, false, Callers.present());
        return done(number, "deactivate", flash);
    }

    @PostMapping("/staff/{number}/activate")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive
    String activate(@PathVariable String number, RedirectAttributes flash) {
        people.setActive(number, true, Callers.present());
        return done(number, "activate", flash);
    }

    @PostMapping("/staff/{number}/sessions/end")
    @PreAuthorize("hasAuthority('staff.manage')")
    String endSessions(@PathVariable String number, RedirectAttributes flash) {
        people.endSessions(number, Callers.present().actor());
        return done(number, "end-sessions", flash);
    }

    @PostMapping("/staff/{number}/sessions/{handle}/end")
    @PreAuthorize("hasAuthority('staff.manage')")
    String endSession(@PathVariable String number, @PathVariable String handle, RedirectAttributes flash) {
        people.endSession(number, handle, Callers.present().actor());
        return done(number, "end-session", flash);
    }

    /** The answer to this request is the only place where the link stands. */
    @PostMapping("/staff/{number}/invitation")
    @PreAuthorize("hasAuthority('staff.manage')")
    @Sensitive
    String invite(@PathVariable String number, Model model) {
        Person person = required(number);
        model.addAttribute("person", person);
        model.addAttribute("secret", people.invite(number, Callers.present().actor()));
        model.addAttribute("until", times.text(clock.instant().plus(People.INVITATION_VALID)));
        return "staff/invited";
    }

    /** A page that answered a form has the form's address; asked for again, in another language say, it leads back. */
    @GetMapping({"/staff/{number}/roles", "/staff/{number}/invitation"})
    @PreAuthorize("hasAuthority('staff.read')")
    String back(@PathVariable String number) {
        return "redirect:/staff/" + required(number).number();
    }

    private static String done(String number, String what, RedirectAttributes flash) {
        flash.addFlashAttribute("done", "staff.done." + what);
        return "redirect:/staff/" + number;
    }

    private Person required(String number) {
        return people.find(number).orElseThrow(
                () -> new Refused(Refused.Kind.UNKNOWN, "staff.refused.unknown"));
    }

    private static String known(String role) {
        return Roles.OF_STAFF.contains(role) ? role : "";
    }

    private static String known(String department, Organisation organisation) {
        return organisation.options().containsKey(department) ? department : "";
    }

    private Row row(Person person, Organisation organisation) {
        return new Row(person.number(), person.nameForReader(), organisation.name(person.department()),
                names(person.roles()), state(person), person.signedInAt().map(times::text).orElse(""));
    }

    private String names(Set<String> roles) {
        return String.join(words.of("staff.list.and"),
                Roles.inOrder(roles).stream().map(role -> words.of(Roles.key(role))).toList());
    }

    private Map<String, String> roleNames(List<String> roles) {
        Map<String, String> names = new LinkedHashMap<>();
        roles.forEach(role -> names.put(role, words.of(Roles.key(role))));
        return names;
    }

    private Held held(StaffTable.Grant grant) {
        Set<Permission> permissions = new TreeSet<>(Permission.of(grant.role()));
        return new Held(grant.role(), words.of(Roles.key(grant.role())), times.text(grant.from()),
                grant.until().map(times::text).orElse(""), String.join(words.of("staff.list.and"),
                        permissions.stream().map(one -> words.of("caller.permission." + one.code())).toList()));
    }

    private AccountRow account(Person one, String shown) {
        return new AccountRow(one.number(), one.account().system().map(system -> words.of("staff.account.sub", system))
                .orElse(words.of("staff.account.main")), state(one), names(one.roles()), one.number().equals(shown));
    }

    private State state(Person person) {
        if (person.account().ended()) {
            return new State("off", words.of("staff.state.ended"));
        }
        if (person.account().on() && !person.active()) {
            return new State("off", words.of("staff.state.main-inactive"));
        }
        if (!person.active()) {
            return new State("off", words.of("staff.state.inactive"));
        }
        if (!person.suspensions().isEmpty()) {
            return new State("warn", words.of("staff.state.suspended"));
        }
        if (person.lockedUntil().filter(clock.instant()::isBefore).isPresent()) {
            return new State("warn", words.of("staff.state.locked", times.text(person.lockedUntil().get())));
        }
        return person.hasPassword() ? new State("ok", words.of("staff.state.active"))
                : new State("off", words.of("staff.state.invited"));
    }
}
