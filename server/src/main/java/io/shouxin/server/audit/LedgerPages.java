// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.audit;

import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Entry.CustomerRef;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.server.census.Censuses;
import io.shouxin.server.check.FullCheck;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.clock.DoorClock;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.LedgerQuery;
import io.shouxin.server.ledger.Stored;
import io.shouxin.server.problem.Problems;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.tree.SignedTree;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ledger for people. Whoever may not read it all reads what they did themselves. */
@Controller
class LedgerPages {

    private static final int LINES = 30;
    private static final String NUMBER = "{number:[0-9]{1,18}}";

    private final Entries entries;
    private final SignedTree tree;
    private final LedgerCheck check;
    private final FullCheck full;
    private final Proofs proofs;
    private final EntryViews views;
    private final EntryWords words;
    private final Standings standings;
    private final WitnessViews witnesses;
    private final CensusViews censuses;
    private final Censuses counted;
    private final CustomerNames customers;
    private final DoorClock clock;
    private final Problems problems;

    @SuppressWarnings("checkstyle:ParameterNumber") // What its one page shows.
    LedgerPages(Entries entries, SignedTree tree, LedgerCheck check, FullCheck full, Proofs proofs, EntryViews views,
            EntryWords words, Standings standings, WitnessViews witnesses, CensusViews censuses, Censuses counted,
            CustomerNames customers, DoorClock clock, Problems problems) {
        this.entries = entries;
        this.tree = tree;
        this.check = check;
        this.full = full;
        this.proofs = proofs;
        this.views = views;
        this.words = words;
        this.standings = standings;
        this.witnesses = witnesses;
        this.censuses = censuses;
        this.counted = counted;
        this.customers = customers;
        this.clock = clock;
        this.problems = problems;
    }

    /** One thing wrong with the filters and the field it is about. */
    record Wrong(String field, String text) {}

    /** A period to choose at once; {@code current} marks the one shown. */
    record Period(String key, String address, boolean current) {}

    @GetMapping("/ledger")
    String list(@ModelAttribute("asked") Asked asked, @RequestParam(required = false) @Nullable String entry,
            Model page, Authentication who, HttpServletResponse response) {
        frame(page, who);
        page.addAttribute("actions", EntryWords.ACTIONS.stream()
                .collect(Collectors.toMap(code -> code, words::action, (one, other) -> one, LinkedHashMap::new)));
        page.addAttribute("purposes", words.names(EntryNames.Kind.PURPOSE));
        page.addAttribute("periods", periods(asked));
        page.addAttribute("newest", address(asked, null));
        page.addAttribute("witnesses", Readers.mayRead(who) ? witnesses.present() : null);
        page.addAttribute("pruned", entries.pruned().map(one -> words.of("ledger.list.pruned",
                EntryWords.number(one.below()), words.time(one.entry().at()))).orElse(null));
        List<Stored> found = found(asked, page, who, response);
        Optional<Long> bad = check.last().flatMap(LedgerCheck.Outcome::number);
        page.addAttribute("rows", found.stream().map(stored -> views.row(stored, bad)).toList());
        page.addAttribute("detail", chosen(entry, found).or(() -> first(found, bad))
                .map(number -> views.detail(number, one -> Readers.mayRead(who, one))).orElse(null));
        return "ledger/list";
    }

    /** Filters that cannot be used are shown again with what is wrong about them, and nothing is listed. */
    private List<Stored> found(Asked asked, Model page, Authentication who, HttpServletResponse response) {
        try {
            LedgerQuery query = asked.query(Readers.only(who), customers, clock.getZone(), LINES);
            List<Stored> found = entries.find(query);
            page.addAttribute("census", Readers.mayRead(who) ? query.customer().map(censuses::of).orElse(null) : null);
            page.addAttribute("older", found.size() < query.limit() ? null
                    : address(asked, found.get(found.size() - 1).number()));
            return found;
        } catch (Refused refused) {
            response.setStatus(refused.kind().status());
            page.addAttribute("wrong", wrong(refused));
            return List.of();
        }
    }

    private static Optional<Long> chosen(@Nullable String entry, List<Stored> found) {
        return found.stream().map(Stored::number)
                .filter(number -> number.toString().equals(entry)).findFirst();
    }

    /** What stands open beside the list: the entry a check found wrong if it is there, else the newest signed one. */
    private Optional<Long> first(List<Stored> found, Optional<Long> bad) {
        long size = tree.head().size();
        return found.stream().map(Stored::number)
                .filter(number -> bad.filter(number::equals).isPresent()).findFirst()
                .or(() -> found.stream().map(Stored::number).filter(number -> number < size).findFirst());
    }

    @GetMapping("/ledger/entries/" + NUMBER)
    String entry(@PathVariable long number, Model page, Authentication who) {
        frame(page, who);
        page.addAttribute("detail", views.detail(number, entry -> Readers.mayRead(who, entry)));
        page.addAttribute("newest", number + 1 >= entries.next());
        return "ledger/entry";
    }

    /** The short way to an entry, for what is printed or said. */
    @GetMapping("/ledger/" + NUMBER)
    String shortly(@PathVariable long number) {
        return "redirect:/ledger/entries/" + number;
    }

    @GetMapping("/ledger/entries/" + NUMBER + "/receipt")
    ResponseEntity<byte[]> receipt(@PathVariable long number, Authentication who) {
        EntryViews.Detail detail = views.detail(number, entry -> Readers.mayRead(who, entry));
        if (!detail.verdict().kind().equals("ok")) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.no-receipt", Long.toString(number));
        }
        return LedgerApi.file(number, proofs.of(number));
    }

    @GetMapping("/ledger/census/{customer:[0-9a-f]{64}}/proof")
    @PreAuthorize("hasAuthority('ledger.read')")
    ResponseEntity<byte[]> censusProof(@PathVariable String customer) {
        return CensusApi.file(counted.of(CustomerRef.ofHex(customer)));
    }

    @PostMapping("/ledger/check")
    @PreAuthorize("hasAuthority('ledger.verify')")
    String begin(Model page, Authentication who,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part) {
        full.begin(Entry.Actor.staff(who.getName(), null));
        return part == null ? "redirect:/ledger" : standing(page, who);
    }

    /** How the ledger stands, asked again each second while a check runs. */
    @GetMapping("/ledger/standing")
    String standing(Model page, Authentication who) {
        frame(page, who);
        return "ledger/parts :: standing";
    }

    private void frame(Model page, Authentication who) {
        page.addAttribute("standing", standings.present());
        page.addAttribute("readsAll", Readers.mayRead(who));
        page.addAttribute("verifies", Readers.may(who, "ledger.verify"));
        page.addAttribute("opensCustomers", Readers.may(who, "customer.search"));
    }

    private List<Wrong> wrong(Refused refused) {
        if (refused.details().isEmpty()) {
            return List.of(new Wrong("customer", words.of(refused.key())));
        }
        return refused.details().stream().map(detail -> new Wrong(detail.where(), words.of("ledger.wrong",
                words.of("ledger.filter." + detail.where()),
                words.of(detail.key(), detail.arguments().toArray())))).toList();
    }

    private List<Period> periods(Asked asked) {
        LocalDate today = LocalDate.ofInstant(clock.systemInstant(), clock.getZone());
        return List.of(period("ledger.period.all", asked, null), period("ledger.period.today", asked, today),
                period("ledger.period.week", asked, today.minusDays(6)),
                period("ledger.period.month", asked, today.minusDays(29)));
    }

    private static Period period(String key, Asked asked, @Nullable LocalDate since) {
        String from = since == null ? null : since.toString();
        boolean current = asked.to() == null && Objects.equals(asked.from(), from);
        return new Period(key, address(asked.between(from, null), null), current);
    }

    /** This list with the same filters. */
    private static String address(Asked asked, @Nullable Long before) {
        Map<String, String> parts = asked.filters();
        if (before != null) {
            parts.put("before", before.toString());
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/ledger?", ""));
    }

    /** Below this address programs read tiles and get documents; whoever reads these pages gets a page. */
    @ExceptionHandler
    ModelAndView refused(Refused refused) {
        return problem(problems.of(refused));
    }

    @ExceptionHandler
    ModelAndView denied(AccessDeniedException denied) {
        return problem(problems.denied());
    }

    @ExceptionHandler
    ModelAndView damaged(LedgerDamaged damaged) {
        return problem(problems.of(new Refused(Refused.Kind.UNAVAILABLE, "ledger.damaged")));
    }

    private static ModelAndView problem(ProblemDetail problem) {
        ModelAndView page = new ModelAndView("console/problem", Map.of("problem", problem));
        page.setStatus(HttpStatus.valueOf(problem.getStatus()));
        return page;
    }
}
