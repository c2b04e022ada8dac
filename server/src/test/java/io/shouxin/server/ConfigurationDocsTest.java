// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** docs/configuration.md names every key of ours that the code reads, and no other. */
class ConfigurationDocsTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(shouxin\\.[a-z.-]+)` \\|", Pattern.MULTILINE);
    /** Read one by one: placeholders, conditions, and names in quotes. */
    private static final Pattern READ = Pattern.compile("(?:\\$\\{|\")(shouxin\\.[a-z]+(?:[.-][a-z]+)*)(?=[:}\"])");
    /** Names that look like settings: files, attributes of a session, figures. */
    private static final Set<String> NO_SETTINGS = Set.of("shouxin.lock", "shouxin.signed-in-at", "shouxin.cut-offs",
            "shouxin.factor-proved", "shouxin.factor-passed", "shouxin.factor-enrolling", "shouxin.factor-elsewhere",
            "shouxin.factor-by-provider", "shouxin.provider-asked", "shouxin.came-by-provider",
            "shouxin.passkey-creation", "shouxin.passkey-request", "shouxin.ledger.integration",
            "shouxin.ledger.unsigned");
    private static final Pattern PLACE_HOLDER = Pattern.compile("\\$\\{(shouxin\\.[a-z.-]+)");
    private static final Pattern SET = Pattern.compile("^(shouxin\\.[a-z.-]+)=", Pattern.MULTILINE);

    @Test
    void namesEveryKeyAndNoOther() throws Exception {
        Set<String> written = matches(ROW, Files.readString(PAGE));
        Set<String> bound = bound();
        assertThat(bound).hasSizeGreaterThan(10);
        Set<String> read = new TreeSet<>(bound);
        sources().forEach(source -> read.addAll(matches(READ, source)));
        Set<String> prefixes = prefixes();
        read.removeIf(key -> prefixes.contains(key) || NO_SETTINGS.contains(key));
        assertThat(written).isEqualTo(read);
    }

    @Test
    void coversWhatTheDefaultsSet() throws Exception {
        String defaults = Files.readString(Path.of("src/main/resources/application.properties"));
        Set<String> written = matches(ROW, Files.readString(PAGE));
        assertThat(written).containsAll(matches(SET, defaults)).containsAll(matches(PLACE_HOLDER, defaults));
    }

    private static Set<String> bound() throws ClassNotFoundException {
        Set<String> keys = new TreeSet<>();
        for (Class<?> settings : settings()) {
            String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
            assertThat(settings.isRecord()).as(settings.getName()).isTrue();
            Arrays.stream(settings.getRecordComponents()).map(RecordComponent::getName)
                    .forEach(name -> keys.add(prefix + "." + kebab(name)));
        }
        return keys;
    }

    private static Set<String> prefixes() throws ClassNotFoundException {
        Set<String> prefixes = new TreeSet<>();
        for (Class<?> settings : settings()) {
            prefixes.add(settings.getAnnotation(ConfigurationProperties.class).value());
        }
        return prefixes;
    }

    private static Set<Class<?>> settings() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Set<Class<?>> found = new java.util.LinkedHashSet<>();
        for (var candidate : scan.findCandidateComponents("io.shouxin.server")) {
            found.add(Class.forName(candidate.getBeanClassName()));
        }
        return found;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Stream<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().map(file -> {
                try {
                    return Files.readString(file);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }).toList().stream();
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }
}
