// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.console;

import io.shouxin.core.policy.Purpose;
import io.shouxin.server.audit.Figures;
import io.shouxin.server.language.Words;
import io.shouxin.server.page.LedgerPill;
import io.shouxin.server.problem.Refused;
import io.shouxin.server.register.Registers;
import io.shouxin.server.vault.Customers;
import io.shouxin.server.vault.Reveals;

import org.springframework.stereotype.Component;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Computes what the first page shows, all of it from the ledger and the register. */
@Component
class Overview {

    private static final int SPARK_DAYS = 14;
    /** A chart has five series at most (design): the four largest purposes and the rest. */
    private static final int PURPOSES_MAX = 4;

    /** Views of one day: how many, and how many of the fields asked left in which form. */
    record Views(long views, long clear, long masked, long token, long refused, long refusedViews) {

        Views plus(Figures.Line line) {
            return new Views(views + line.entries(), clear + line.clear(), masked + line.masked(),
                    token + line.token(), refused + line.refused(),
                    refusedViews + (line.outcome().equals("REFUSED") ? line.entries() : 0));
        }
    }

    record Row(String day, List<Long> values) {}

    /** The views by purpose: column heads, and one row a day. */
    record Table(List<String> purposes, List<Row> rows) {}

    /** One fact beside the sentence; {@code kind} as the fragments know it. */
    record Fact(String kind, String word, String figure) {}

    /** One part of a bar; {@code fill} is a colour of the charts. */
    record Part(String word, long value, String figure, String fill) {}

    record View(String kind, String sentence, List<Fact> facts, Views today, List<Part> parts, long customersToday,
            List<Long> lastDays, List<Long> lastRefused, Table table, long customers, LedgerPill.Reading ledger) {}

    private final Figures figures;
    private final Registers registers;
    private final Customers customers;
    private final Shell shell;
    private final Words words;

    Overview(Figures figures, Registers registers, Customers customers, Shell shell, Words words) {
        this.figures = figures;
        this.registers = registers;
        this.customers = customers;
        this.shell = shell;
        this.words = words;
    }

    View of(int days) {
        LocalDate today = figures.today();
        List<Figures.Line> lines = figures.days(today.minusDays(Math.max(days, SPARK_DAYS) - 1L), today).stream()
                .filter(line -> line.action().equals(Reveals.ACTION)).toList();
        Map<LocalDate, Views> byDay = new TreeMap<>();
        for (int i = SPARK_DAYS - 1; i >= 0; i--) {
            byDay.put(today.minusDays(i), none());
        }
        lines.forEach(line -> byDay.merge(line.day(), none().plus(line), (old, one) -> old.plus(line)));
        List<Views> last = byDay.entrySet().stream().filter(day -> !day.getKey().isBefore(
                today.minusDays(SPARK_DAYS - 1L))).map(Map.Entry::getValue).toList();
        LedgerPill.Reading ledger = shell.ledger();
        boolean broken = ledger.state() == LedgerPill.State.BROKEN;
        int register = register();
        return new View(broken ? "bad" : register == 0 ? "warn" : "ok",
                words.of(broken ? "console.overview.broken"
                        : register == 0 ? "console.overview.no-register" : "console.overview.calm"),
                facts(ledger, broken, register), byDay.get(today), parts(byDay.get(today)),
                figures.customers(Reveals.ACTION, today), last.stream().map(Views::views).toList(),
                last.stream().map(Views::refusedViews).toList(), table(lines, today, days), customers.count(), ledger);
    }

    private List<Fact> facts(LedgerPill.Reading ledger, boolean broken, int register) {
        return List.of(
                new Fact(broken ? "bad" : "ok", words.of("console.overview.fact.ledger"),
                        shell.number(ledger.entries())),
                new Fact(register == 0 ? "warn" : "ok", words.of("console.overview.fact.register"),
                        register == 0 ? "–" : "v" + register),
                new Fact("ok", words.of("console.overview.fact.held"), shell.number(customers.count())));
    }

    private List<Part> parts(Views today) {
        return List.of(part("clear", today.clear(), "1"), part("masked", today.masked(), "3"),
                part("token", today.token(), "5"), part("refused", today.refused(), "bad"));
    }

    private Part part(String form, long value, String fill) {
        return new Part(words.of("console.form." + form), value, shell.number(value), fill);
    }

    private static Views none() {
        return new Views(0, 0, 0, 0, 0, 0);
    }

    private int register() {
        try {
            return registers.inForce().version();
        } catch (Refused none) {
            return 0;
        }
    }

    private Table table(List<Figures.Line> lines, LocalDate today, int days) {
        LocalDate first = today.minusDays(days - 1L);
        Map<String, Long> totals = lines.stream().filter(line -> !line.day().isBefore(first))
                .collect(Collectors.groupingBy(Figures.Line::purpose,
                        Collectors.summingLong(Figures.Line::entries)));
        List<String> largest = totals.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(PURPOSES_MAX).map(Map.Entry::getKey).toList();
        boolean rest = totals.size() > largest.size();
        Map<LocalDate, long[]> rows = new LinkedHashMap<>();
        for (int i = 0; i < days; i++) {
            rows.put(first.plusDays(i), new long[largest.size() + (rest ? 1 : 0)]);
        }
        for (Figures.Line line : lines) {
            long[] row = rows.get(line.day());
            if (row != null && row.length > 0) {
                int column = largest.indexOf(line.purpose());
                row[column < 0 ? largest.size() : column] += line.entries();
            }
        }
        List<String> names = new ArrayList<>(largest.stream().map(this::purpose).toList());
        if (rest) {
            names.add(words.of("console.overview.other-purposes"));
        }
        return new Table(names, rows.entrySet().stream().map(row -> new Row(row.getKey().toString().substring(5),
                java.util.Arrays.stream(row.getValue()).boxed().toList())).toList());
    }

    private String purpose(String code) {
        int version = register();
        Purpose known = version == 0 ? null : registers.register(version).purposes().get(code);
        return known == null ? code : Words.choose(known.zh(), known.en());
    }
}
