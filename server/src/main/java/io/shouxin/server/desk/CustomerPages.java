// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.desk;

import io.shouxin.core.policy.CustomerState;
import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Reason;
import io.shouxin.core.policy.Register;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.caller.Callers;
import io.shouxin.server.caller.Permission;
import io.shouxin.server.ledger.Ledger;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.ticket.Tickets;
import io.shouxin.server.vault.Searches;

import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds a customer. What is searched for travels in bodies only: it is in no address, no title and no
 * page that comes after, except masked on the one that says that nobody was found.
 */
@Controller
@PreAuthorize("hasAuthority('customer.search')")
class CustomerPages {

    private static final String PHONE = "phone";
    private static final String NUMBER = "customer-number";
    private static final int TYPED_MAX = 200;
    private static final Pattern ENTRY = Pattern.compile("#\\s*[0-9][0-9,]{0,20}|[0-9][0-9,]{0,8}");
    private static final Pattern TICKET = Pattern.compile("GD[0-9]{8}-[0-9]{6}");
    private static final Set<String> NOT_SEARCHED = Set.of("vault.search-refused", "vault.search-needs-agreement",
            "vault.searches-used-up");
    private static final Pattern DIALLED = Pattern.compile("[+0-9() -]{7,}");

    private final Searches searches;
    private final Registers registers;
    private final Tickets tickets;
    private final Purposes purposes;
    private final Ledger ledger;
    private final DeskWords words;

    @SuppressWarnings("checkstyle:ParameterNumber") // The doors it leads to.
    CustomerPages(Searches searches, Registers registers, Tickets tickets, Purposes purposes, Ledger ledger,
            DeskWords words) {
        this.searches = searches;
        this.registers = registers;
        this.tickets = tickets;
        this.purposes = purposes;
        this.ledger = ledger;
        this.words = words;
    }

    /** The search form: what may be searched by for this purpose, and what was wrong with the last try. */
    record SearchView(List<Purposes.Choice> purposes, Purposes.Choice purpose, Map<String, String> fields,
            @Nullable String field, @Nullable String error, boolean mayCollect) {}

    /** A customer found, with nothing about a person. */
    record Hit(String id, String shortId, boolean active) {}

    @GetMapping("/customers")
    String form(@RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String field, HttpSession session, Model model) {
        return search(new Typed(purpose, field, null), null, session, model);
    }

    /** What came with a request. The value prints as dots. */
    private record Typed(@Nullable String purpose, @Nullable String field, @Nullable SecretText value) {}

    private String search(Typed typed, @Nullable String error, HttpSession session, Model model) {
        Caller caller = Callers.present();
        List<Purposes.Choice> choices = purposes.of(caller);
        Optional<Purposes.Choice> present = purposes.present(choices, typed.purpose(), session);
        if (present.isEmpty()) {
            return "desk/no-purpose";
        }
        Register register = registers.inForce().register();
        Map<String, String> fields = new LinkedHashMap<>();
        searches.allowed(present.get().code(), caller)
                .forEach(name -> fields.put(name, words.name(register.fields().get(name))));
        String field = typed.field() != null && fields.containsKey(typed.field()) ? typed.field()
                : fields.containsKey(PHONE) ? PHONE : fields.keySet().stream().findFirst().orElse(null);
        model.addAttribute("search", new SearchView(choices, present.get(), fields, field, error,
                caller.may(Permission.CUSTOMER_COLLECT)));
        return "desk/search";
    }

    @PostMapping("/customers/search")
    String search(@RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String field,
            @RequestParam(required = false) @Nullable String value, HttpSession session, Model model) {
        Typed typed = new Typed(purpose, field, SecretText.of(value == null ? "" : value.strip()));
        return find(typed, session, model);
    }

    /** The box at the top of every page: a ledger entry, a ticket, else a customer. */
    @PostMapping("/customers")
    String anything(@RequestParam(required = false) @Nullable String q, HttpSession session, Model model) {
        String text = Normalizer.normalize(q == null ? "" : q, Normalizer.Form.NFKC).strip();
        if (text.isEmpty()) {
            return "redirect:/customers";
        }
        Optional<Long> entry = entry(text);
        if (entry.isPresent()) {
            return "redirect:/ledger/entries/" + entry.get();
        }
        String upper = text.toUpperCase(Locale.ROOT);
        if (TICKET.matcher(upper).matches()) {
            return ticket(upper, model);
        }
        String field = DIALLED.matcher(text).matches() ? PHONE : NUMBER;
        return find(new Typed(null, field, SecretText.of(text)), session, model);
    }

    /** Plain digits are an entry only where there is one: a number half typed must not reach an address. */
    private Optional<Long> entry(String text) {
        if (!ENTRY.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.replaceAll("[#,\\s]", "");
        if (digits.length() > 18) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        return text.startsWith("#") || number < ledger.size() ? Optional.of(number) : Optional.empty();
    }

    private String ticket(String number, Model model) {
        return tickets.find(number).map(one -> "redirect:/customers/" + one.customer() + "?ticket=" + number)
                .orElseGet(() -> {
                    model.addAttribute("ticket", number);
                    return "desk/no-ticket";
                });
    }

    private String find(Typed typed, HttpSession session, Model model) {
        Caller caller = Callers.present();
        Optional<Purposes.Choice> purpose = purposes.present(purposes.of(caller), typed.purpose(), session);
        if (purpose.isEmpty()) {
            return "desk/no-purpose";
        }
        String field = typed.field() == null ? PHONE : typed.field();
        SecretText value = Objects.requireNonNull(typed.value());
        try {
            Searches.Found found = searches.search(
                    new Searches.SearchAsk(field, value, purpose.get().code()), caller);
            return found(found, field, purpose.get(), model);
        } catch (Refused refused) {
            return refused(refused, typed, purpose.get(), session, model);
        }
    }

    private String found(Searches.Found found, String field, Purposes.Choice purpose, Model model) {
        if (found.hits().size() == 1) {
            return "redirect:/customers/" + found.hits().get(0).customer() + "?purpose=" + purpose.code();
        }
        Field about = registers.inForce().register().fields().get(field);
        model.addAttribute("by", words.name(about));
        model.addAttribute("shown", found.masked());
        model.addAttribute("purpose", purpose);
        model.addAttribute("entry", found.receipt().entry());
        model.addAttribute("mayCollect", Callers.present().may(Permission.CUSTOMER_COLLECT));
        model.addAttribute("hits", found.hits().stream().map(hit -> new Hit(hit.customer().toString(),
                DeskWords.shortId(hit.customer()), hit.state() == CustomerState.ACTIVE)).toList());
        return found.hits().isEmpty() ? "desk/none" : "desk/several";
    }

    private String refused(
            Refused refused, Typed typed, Purposes.Choice purpose, HttpSession session, Model model) {
        if (refused.key().equals("problem.invalid")) {
            Refused.Detail first = refused.details().get(0);
            String error = first.where().equals("value") && first.key().equals("problem.missing")
                    ? words.of("desk.search.missing") : words.of(first.key(), first.arguments().toArray());
            return search(typed, error, session, model);
        }
        if (!NOT_SEARCHED.contains(refused.key())) {
            throw refused;
        }
        Register register = registers.inForce().register();
        Object keys = refused.members().get("reasons");
        boolean rules = refused.key().equals("vault.search-refused");
        String why = rules ? reasons(keys) : words.of(refused.key(), refused.arguments().toArray());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(words.of("desk.refusal.by"), Optional.ofNullable(register.fields().get(typed.field()))
                .map(words::name).orElse(""));
        facts.put(words.of("desk.purpose"), purpose.name());
        facts.put(words.of("desk.refusal.code"), String.valueOf(keys).replaceAll("[\\[\\],]", ""));
        model.addAttribute("refusal", new RefusalView(words.of("desk.refusal.search"),
                words.of("desk.refusal.why", why), facts, (Long) refused.members().get("receipt"),
                ways(new Searches.By(Objects.requireNonNullElse(typed.field(), PHONE), purpose.code()), rules)));
        return "desk/refused";
    }

    private List<RefusalView.Way> ways(Searches.By by, boolean rules) {
        if (rules) {
            return List.of(new RefusalView.Way("target-arrow", words.of("desk.way.purpose"),
                    words.of("desk.way.purpose.hint"), "/customers", words.of("desk.way.purpose.button")));
        }
        RefusalView.Way limit = new RefusalView.Way("gauge", words.of("desk.way.limit"),
                words.of("desk.way.limit.hint"), "/", words.of("desk.way.standing.button"));
        return searches.needsAgreement(by, Callers.present()).isEmpty() ? List.of(limit)
                : List.of(new RefusalView.Way("shield-lock", words.of("desk.way.agreement"),
                        words.of("desk.way.agreement.search"), SearchAgreementPages.PATH + "?purpose=" + by.purpose()
                                + "&field=" + by.field(), words.of("desk.way.agreement.button")), limit);
    }

    private String reasons(Object keys) {
        return keys instanceof List<?> list ? words.list(list.stream()
                .map(key -> words.reason(new Reason(key.toString(), suspensions(key.toString())))).toList()) : "";
    }

    private static List<String> suspensions(String key) {
        return key.equals("vault.suspended") ? Callers.present().suspended() : List.of();
    }
}
