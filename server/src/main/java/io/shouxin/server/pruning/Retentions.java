// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import io.shouxin.server.clock.DoorClock;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long entries of each action are kept, and by which rules of law at least. The rules are records with the days
 * they are in force ({@code retention/ledger-entries.json}); the settings may keep longer and never shorter.
 *
 * <p>A month counts from its end, so no entry of it is kept for a day less. An action that no kind names is kept for
 * ever: nobody has said yet when its time is over.
 */
@Component
@EnableConfigurationProperties(KeepSettings.class)
class Retentions {

    private static final String RECORDS = "retention/ledger-entries.json";

    /**
     * A rule of law.
     *
     * @param to the first day it is no longer in force
     * @param months so long at least
     * @param known how well: text (read in the law), published (by another source), unconfirmed
     */
    record Law(String id, LocalDate from, @Nullable LocalDate to, int months, String known) {

        boolean inForce(LocalDate day) {
            return !from.isAfter(day) && (to == null || day.isBefore(to));
        }
    }

    /**
     * Entries that are kept alike.
     *
     * @param keep from the end of their month
     * @param laws those in force, the most demanding first
     */
    record Kind(String id, Period keep, List<Law> laws, List<String> actions) {

        /** The first moment at which entries of that month may go. */
        Instant until(YearMonth month) {
            return month.plusMonths(1).atDay(1).plus(keep).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    private record KindRecord(String id, List<String> laws, List<String> actions) {}

    private record Records(List<Law> laws, List<KindRecord> kinds) {}

    private final List<Kind> kinds;
    private final Map<String, Kind> byAction = new HashMap<>();

    Retentions(KeepSettings settings, JsonMapper json, DoorClock clock) {
        this.kinds = kinds(settings, read(json), LocalDate.ofInstant(clock.systemInstant(), clock.getZone()));
        kinds.forEach(kind -> kind.actions().forEach(action -> byAction.put(action, kind)));
    }

    private static Records read(JsonMapper json) {
        try (InputStream records = new ClassPathResource(RECORDS).getInputStream()) {
            return json.readValue(records, Records.class);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** @throws KeepRefused naming every setting that is below the law */
    private static List<Kind> kinds(KeepSettings settings, Records records, LocalDate today) {
        List<Kind> kinds = new ArrayList<>();
        List<KeepRefused.Problem> problems = new ArrayList<>();
        for (KindRecord one : records.kinds()) {
            List<Law> laws = records.laws().stream()
                    .filter(law -> one.laws().contains(law.id()) && law.inForce(today))
                    .sorted(Comparator.comparingInt(Law::months).reversed()).toList();
            Period keep = settings.byKind().get(one.id());
            long months = keep.toTotalMonths();
            if (keep.getDays() != 0 || months < 1) {
                problems.add(new KeepRefused.Problem(one.id(), keep.toString(), 1, ""));
            } else {
                laws.stream().filter(law -> months < law.months()).findFirst().ifPresent(law -> problems.add(
                        new KeepRefused.Problem(one.id(), months + "m", law.months(), law.id())));
            }
            kinds.add(new Kind(one.id(), keep, laws, List.copyOf(one.actions())));
        }
        if (!problems.isEmpty()) {
            throw new KeepRefused(problems);
        }
        return kinds;
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** Empty for an action nobody has ruled on. */
    Optional<Kind> of(String action) {
        return Optional.ofNullable(byAction.get(action));
    }
}
