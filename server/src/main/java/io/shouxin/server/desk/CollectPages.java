// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.data.ValueType;
import io.shouxin.core.policy.DataClass;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Purpose;
import io.shouxin.core.policy.Register;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Customers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a customer's information at the counter. The form has exactly the fields that the purpose may
 * collect; what was typed comes back only in the answer to its own request, and a password never.
 */
@Controller
@PreAuthorize("hasAuthority('customer.collect')")
class CollectPages {

    /** Before the name of a field in the form, so that no field can be taken for another parameter. */
    private static final String PREFIX = "f.";
    private static final String WHERE = "fields.";

    private final Customers customers;
    private final Registers registers;
    private final Purposes purposes;
    private final DeskWords words;

    CollectPages(Customers customers, Registers registers, Purposes purposes, DeskWords words) {
        this.customers = customers;
        this.registers = registers;
        this.purposes = purposes;
        this.words = words;
    }

    /** The form: fields by class, and what is wrong, for the list on top. */
    record CollectView(List<Purposes.Choice> purposes, Purposes.Choice purpose, List<Group> groups,
            List<Wrong> wrong, int required) {}

    record Group(String code, String name, int level, List<Input> inputs) {}

    /** One field of the form. {@code kind} is the control: text, long, date, choice or password. */
    record Input(String id, String label, String kind, String mode, boolean required, String hint, String typed,
            @Nullable String error) {

        @Override
        public String toString() {
            return "Input[" + id + "]";
        }
    }

    /** Something wrong: the id of its control, or empty where it is about the whole. */
    record Wrong(String id, String words) {}

    @GetMapping("/customers/new")
    String form(@RequestParam(required = false) @Nullable String purpose, HttpSession session, Model model) {
        return page(purpose, Map.of(), List.of(), session, model);
    }

    @PostMapping("/customers/new")
    String collect(@RequestParam(defaultValue = "") String purpose, HttpServletRequest request,
            HttpServletResponse response, Model model, RedirectAttributes after) {
        Map<String, String> typed = typed(request);
        List<Refused.Detail> problems;
        try {
            Customers.Collected collected = customers.collect(purpose,
                    List.of(new Customers.Row(Optional.empty(), typed, List.of())), Customers.Existing.REFUSE,
                    Callers.present()).get(0);
            if (collected.outcome() != Customers.Outcome.REJECTED) {
                after.addFlashAttribute("entry", collected.entry().orElseThrow().receipt().entry());
                after.addFlashAttribute("stored", typed.size() - collected.dropped().size());
                return "redirect:/customers/" + collected.customer().orElseThrow() + "/collected";
            }
            problems = collected.problems();
        } catch (Refused refused) {
            if (!refused.key().equals("problem.invalid")) {
                throw refused;
            }
            problems = refused.details();
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        return page(purpose, typed, problems, request.getSession(), model);
    }

    /** The receipt, once: what it needs was left by the request that stored the customer. */
    @GetMapping("/customers/{id}/collected")
    String collected(@PathVariable UUID id, Model model) {
        if (!model.containsAttribute("entry")) {
            return "redirect:/customers/" + id;
        }
        model.addAttribute("id", id);
        model.addAttribute("shortId", DeskWords.shortId(id));
        return "desk/collected";
    }

    /** What was filled in, by field; an empty control says nothing about a customer. */
    private static Map<String, String> typed(HttpServletRequest request) {
        Map<String, String> typed = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (name.startsWith(PREFIX) && values.length > 0 && !values[0].isBlank()) {
                typed.put(name.substring(PREFIX.length()), values[0]);
            }
        });
        return typed;
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // One form in its parts.
    private String page(@Nullable String asked, Map<String, String> typed, List<Refused.Detail> problems,
            HttpSession session, Model model) {
        Caller caller = Callers.present();
        List<Purposes.Choice> choices = purposes.collecting(caller);
        Optional<Purposes.Choice> present = purposes.present(choices, asked, session);
        if (present.isEmpty()) {
            return "desk/no-purpose";
        }
        Register register = registers.inForce().register();
        Map<String, String> errors = new LinkedHashMap<>();
        problems.forEach(one -> errors.putIfAbsent(
                one.where().startsWith(WHERE) ? one.where().substring(WHERE.length()) : "",
                words.of(one.key().equals("problem.missing") ? "desk.collect.missing" : one.key(),
                        one.arguments().toArray())));
        List<Group> groups = groups(register, register.purposes().get(present.get().code()), typed, errors);
        model.addAttribute("collect", new CollectView(choices, present.get(), groups, wrong(register, errors),
                (int) groups.stream().flatMap(group -> group.inputs().stream()).filter(Input::required).count()));
        return "desk/collect";
    }

    private List<Wrong> wrong(Register register, Map<String, String> errors) {
        return errors.entrySet().stream().map(one -> {
            Field field = register.fields().get(one.getKey());
            return field == null ? new Wrong("", one.getValue())
                    : new Wrong(PREFIX + field.name(), words.of("desk.collect.wrong", words.name(field),
                            one.getValue()));
        }).toList();
    }

    private List<Group> groups(
            Register register, Purpose purpose, Map<String, String> typed, Map<String, String> errors) {
        Map<String, List<Input>> inputs = new LinkedHashMap<>();
        register.fields().values().stream().filter(field -> purpose.collects().contains(field.name()))
                .forEach(field -> inputs.computeIfAbsent(field.classCode(), code -> new ArrayList<>())
                        .add(input(field, typed.get(field.name()), errors.get(field.name()))));
        List<Group> groups = new ArrayList<>();
        for (DataClass one : register.classes().values()) {
            if (inputs.containsKey(one.code())) {
                groups.add(new Group(one.code(), words.name(one), one.level(), inputs.get(one.code())));
            }
        }
        return groups;
    }

    private Input input(Field field, @Nullable String typed, @Nullable String error) {
        ValueType type = ValueType.ofCode(field.type()).orElseThrow();
        String kind = switch (type) {
            case TEXT -> field.mask().equals("all") ? "long" : "text";
            case DATE -> "date";
            case BOOLEAN -> "choice";
            case PASSWORD -> "password";
            default -> "text";
        };
        String mode = switch (type) {
            case PHONE, CONTACT_PHONE -> "tel";
            case EMAIL -> "email";
            case DECIMAL -> "decimal";
            case INTEGER, BANK_CARD, IMSI, IMEI, ICCID -> "numeric";
            default -> "text";
        };
        return new Input(PREFIX + field.name(), words.name(field), kind, mode, field.required(),
                words.of("desk.hint." + field.type()),
                typed == null || type == ValueType.PASSWORD ? "" : typed, error);
    }
}
