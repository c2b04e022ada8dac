// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.server.language.Words;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.page.NavEntry;
import io.shouxin.server.page.NavGroup;
import io.shouxin.server.page.Navigation;
import io.shouxin.server.page.OperatorFacts;
import io.shouxin.server.page.WhoAmI;
import io.shouxin.server.problem.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the frame of a page needs to know, asked by the template while it is drawn. Every template sees
 * it as {@code shell}: pages that an exception handler chose get no attributes from a controller
 * advice, and an answer to a program should not pay for a frame it does not have. The methods are public
 * because the expression language finds no others.
 */
@Component
class Shell {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final OperatorFacts NOBODY = new OperatorFacts() {

        @Override
        public String chineseName() {
            return "";
        }

        @Override
        public String englishName() {
            return "";
        }

        @Override
        public String registerVersion() {
            return "";
        }
    };

    private final ObjectProvider<Navigation> navigations;
    private final ObjectProvider<LedgerPill> ledger;
    private final ObjectProvider<WhoAmI> who;
    private final ObjectProvider<OperatorFacts> operator;
    private final ObjectProvider<Clock> clock;

    Shell(ObjectProvider<Navigation> navigations, ObjectProvider<LedgerPill> ledger,
            ObjectProvider<WhoAmI> who, ObjectProvider<OperatorFacts> operator,
            ObjectProvider<Clock> clock) {
        this.navigations = navigations;
        this.ledger = ledger;
        this.who = who;
        this.operator = operator;
        this.clock = clock;
    }

    /** One heading and the places under it; {@code current} marks where the reader is. */
    record Section(NavGroup group, List<Place> places) {}

    record Place(NavEntry entry, boolean current) {}

    public WhoAmI.@Nullable Reader who() {
        WhoAmI found = who.getIfAvailable();
        return found == null ? null : found.reader().orElse(null);
    }

    /** Only what this reader may open; nothing at all before sign-in. */
    public List<Section> nav() {
        List<NavEntry> open = openPlaces();
        String here = path();
        NavEntry current = open.stream()
                .filter(entry -> covers(entry.path(), here))
                .max(Comparator.comparingInt(entry -> entry.path().length()))
                .orElse(null);
        Map<NavGroup, List<Place>> sections = new TreeMap<>();
        for (NavEntry entry : open) {
            sections.computeIfAbsent(entry.group(), group -> new java.util.ArrayList<>())
                    .add(new Place(entry, entry.equals(current)));
        }
        return sections.entrySet().stream().map(e -> new Section(e.getKey(), e.getValue())).toList();
    }

    /** Whether the reader is shown a place at this path; for parts of the frame that lead there. */
    public boolean opens(String path) {
        return openPlaces().stream().anyMatch(entry -> entry.path().equals(path));
    }

    public LedgerPill.Reading ledger() {
        LedgerPill pill = ledger.getIfAvailable();
        return pill == null ? LedgerPill.Reading.UNKNOWN : pill.read();
    }

    public String operator() {
        OperatorFacts facts = facts();
        return Words.choose(facts.chineseName(), facts.englishName());
    }

    public String registerVersion() {
        return facts().registerVersion();
    }

    /** The server's time, to which every countdown on the page is relative. */
    public String now() {
        return clock.getIfAvailable(Clock::systemUTC).instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The server's time for people, to the second, where the server's clock is. */
    public String stamp() {
        Clock here = clock.getIfAvailable(Clock::systemDefaultZone);
        return STAMP.withZone(here.getZone()).format(here.instant());
    }

    public String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * This page again with one parameter changed: the language, the number of a list's page. The result
     * is only a query, relative to where the reader is, so it can lead to no other server. Of what was
     * refused nothing is repeated.
     */
    public String again(String parameter, Object value) {
        return UriComponentsBuilder.newInstance()
                .query(query())
                .replaceQueryParam(parameter, value)
                .build()
                .toUriString();
    }

    private List<NavEntry> openPlaces() {
        WhoAmI.Reader reader = who();
        if (reader == null) {
            return List.of();
        }
        return navigations.orderedStream()
                .flatMap(navigation -> navigation.entries().stream())
                .filter(entry -> reader.may(entry.permission()))
                .sorted(Comparator.comparing(NavEntry::group).thenComparingInt(NavEntry::order)
                        .thenComparing(NavEntry::path))
                .toList();
    }

    private static boolean covers(String place, String here) {
        return here.equals(place) || !place.equals("/") && here.startsWith(place + "/");
    }

    private OperatorFacts facts() {
        return operator.getIfAvailable(() -> NOBODY);
    }

    private static String path() {
        HttpServletRequest request = request();
        if (request == null) {
            return "/";
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = failed instanceof String original ? original : request.getRequestURI();
        return uri.substring(Math.min(request.getContextPath().length(), uri.length()));
    }

    private static @Nullable String query() {
        HttpServletRequest request = request();
        return request == null || Problems.isRefused(request) ? null : request.getQueryString();
    }

    private static @Nullable HttpServletRequest request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes servlet
                ? servlet.getRequest() : null;
    }
}
