// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shouxin.server.clock.DoorClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be set, and how long a month is kept by it. */
class RetentionsTest {

    private static final Instant TODAY = Instant.parse("2026-11-28T00:00:00Z");

    private static Retentions retentions(Instant now, Map<String, String> settings) {
        KeepSettings bound = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("shouxin.ledger.keep", KeepSettings.class);
        return new Retentions(bound, new JsonMapper(), new DoorClock(Clock.fixed(now, ZoneOffset.UTC),
                ZoneId.of("Asia/Shanghai")));
    }

    private static Retentions.Kind of(String action) {
        return retentions(TODAY, Map.of()).of(action).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"vault.reveal, processing, 2026-11, 2029-12-01T00:00:00Z", "vault.consent, consent, 2024-02, "
            + "2027-03-01T00:00:00Z", "staff.sign-in, session, 2026-08, 2027-03-01T00:00:00Z",
        "staff.sign-in, session, 2027-12, 2028-07-01T00:00:00Z", "ledger.prune, operation, 2026-01, "
            + "2029-02-01T00:00:00Z"})
    void keepsFromTheEndOfTheMonth(String action, String kind, String month, String until) {
        assertThat(of(action).id()).isEqualTo(kind);
        assertThat(of(action).until(YearMonth.parse(month))).isEqualTo(until);
    }

    @Test
    void takesWhatIsLongerThanTheLaw() {
        Map<String, String> longer =
                Map.of("shouxin.ledger.keep.processing", "5y", "shouxin.ledger.keep.session", "7m");
        assertThat(retentions(TODAY, longer).of("vault.reveal").orElseThrow().until(YearMonth.parse("2026-11")))
                .isEqualTo("2031-12-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "processing | 35m  | shouxin.ledger.keep.processing is 35m; the law asks for 36 months at least: Personal",
        "rules      | 2y   | shouxin.ledger.keep.rules is 24m; the law asks for 36 months at least",
        "rights     | 5m   | shouxin.ledger.keep.rights is 5m; the law asks for 6 months at least: Cybersecurity",
        "session    | P1M  | shouxin.ledger.keep.session is 1m; the law asks for 6 months at least",
        "operation  | 200d | shouxin.ledger.keep.operation is P200D; it takes whole months or years, such as 36m or 3y",
        "consent    | 0m   | shouxin.ledger.keep.consent is P0D; it takes whole months"})
    void refusesByNameWhatIsShorter(String kind, String given, String said) {
        assertThatExceptionOfType(KeepRefused.class)
                .isThrownBy(() -> retentions(TODAY, Map.of("shouxin.ledger.keep." + kind, given)))
                .satisfies(refused -> assertThat(analysed(refused).getDescription()).contains(said))
                .satisfies(refused -> assertThat(analysed(refused).getAction()).contains("leave them out"));
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThatExceptionOfType(KeepRefused.class).isThrownBy(() -> retentions(TODAY, Map.of(
                        "shouxin.ledger.keep.processing", "1y", "shouxin.ledger.keep.session", "1m")))
                .satisfies(refused -> assertThat(refused.problems()).hasSize(2));
    }

    private static FailureAnalysis analysed(KeepRefused refused) {
        Locale machine = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            return new KeepRefusedAnalyzer().analyze(refused);
        } finally {
            Locale.setDefault(machine);
        }
    }

    /** Each rule of law applies on the days it is in force. */
    @Test
    void goesByTheLawThatIsInForce() {
        assertThat(of("staff.sign-in").laws()).extracting(Retentions.Law::id).containsExactly("csl-23", "miit-166");
        assertThat(retentions(Instant.parse("2025-12-30T00:00:00Z"), Map.of()).of("staff.sign-in").orElseThrow().laws())
                .extracting(Retentions.Law::id).containsExactly("csl-21", "miit-166");
        assertThat(of("vault.reveal").laws().get(0).months()).isEqualTo(36);
        retentions(TODAY, Map.of()).kinds().forEach(kind -> kind.laws().forEach(law ->
                assertThat(kind.keep().toTotalMonths()).isGreaterThanOrEqualTo(law.months())));
    }

    /** Whoever adds an action says how long its entries are kept, or every month would be kept for ever. */
    @Test
    void rulesOnEveryActionThatIsWritten() {
        Retentions retentions = retentions(TODAY, Map.of());
        Set<String> ruled = retentions.kinds().stream().flatMap(kind -> kind.actions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ruled).hasSize((int) retentions.kinds().stream().mapToLong(kind -> kind.actions().size()).sum());
        assertThat(worded()).isNotEmpty().allSatisfy(action -> assertThat(retentions.of(action)).isPresent());
        assertThat(ruled).allSatisfy(action -> assertThat(worded()).contains(action));
    }

    /** Every action has a word, as {@code MessagesTest} and the pages ask for. */
    private static Set<String> worded() {
        try (Stream<String> lines = Files.lines(Path.of("src/main/resources/messages/ledger.properties"))) {
            return lines.filter(line -> line.startsWith("ledger.action."))
                    .map(line -> line.substring("ledger.action.".length(), line.indexOf('=')))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
