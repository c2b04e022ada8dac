// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Other people's labelled sets, kept outside the repository: prints precision and recall and holds a floor. A find
 * counts when it meets a label of its kind; what the sets do not label (domains, social security numbers) is left out.
 */
class LabelledSetsTest {

    private static final Path SHARED = Path.of(System.getProperty("shouxin.shared", "../../shared"), "data/pii");
    private static final Map<String, Set<Kind>> LABELS = Map.of(
            "PERSON", EnumSet.of(Kind.WESTERN_NAME, Kind.CHINESE_NAME),
            "PHONE_NUMBER", EnumSet.of(Kind.PHONE, Kind.FIXED_LINE, Kind.FOREIGN_PHONE),
            "CREDIT_CARD", EnumSet.of(Kind.BANK_CARD),
            "EMAIL_ADDRESS", EnumSet.of(Kind.EMAIL),
            "IP_ADDRESS", EnumSet.of(Kind.IP_ADDRESS),
            "ADDRESS", EnumSet.of(Kind.ADDRESS));
    private static final Pattern TEXT = Pattern.compile("\"full_text\": \"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern LABEL = Pattern.compile("\"entity_type\": \"(\\w+)\",\\s*\"entity_value\": "
            + "\"(?:[^\"\\\\]|\\\\.)*+\",\\s*\"start_position\": (\\d+),\\s*\"end_position\": (\\d+)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private record Label(String type, int start, int end) {}

    private record Sample(String text, List<Label> labels) {}

    private static final class Score {
        private int found;
        private int right;
        private int labelled;
        private int hit;

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "precision %3d%% (%d of %d found), recall %3d%% (%d of %d labelled)",
                    found == 0 ? 100 : 100 * right / found, right, found,
                    labelled == 0 ? 100 : 100 * hit / labelled, hit, labelled);
        }
    }

    @Test
    void presidioResearchSmallSet() throws Exception {
        Path file = SHARED.resolve("presidio-research_generated_small.json");
        Assumptions.assumeTrue(Files.exists(file),
                "No labelled set here; -Dshouxin.shared=DIR names the folder above them.");
        List<Sample> samples = samples(Files.readString(file));
        assertThat(samples).hasSize(100);
        Map<String, Score> scores = new LinkedHashMap<>();
        LABELS.keySet().stream().sorted().forEach(type -> scores.put(type, score(type, samples)));
        scores.forEach((type, score) -> System.out.printf("%-14s %s%n", type, score));
        assertThat(scores.get("CREDIT_CARD").hit).isEqualTo(scores.get("CREDIT_CARD").labelled);
        assertThat(scores.get("EMAIL_ADDRESS").hit).isEqualTo(scores.get("EMAIL_ADDRESS").labelled);
        assertThat(scores.get("IP_ADDRESS").hit).isEqualTo(scores.get("IP_ADDRESS").labelled);
        assertThat(scores.get("PHONE_NUMBER").hit).isGreaterThanOrEqualTo(8);
        assertThat(scores.get("PERSON").hit).as("names without a list of all names").isGreaterThanOrEqualTo(30);
        assertThat(scores.get("ADDRESS").hit).as("parts of addresses").isGreaterThanOrEqualTo(25);
        scores.forEach((type, score) -> assertThat(score.right * 100).as("precision of %s", type)
                .isGreaterThanOrEqualTo(score.found * 85));
    }

    private static Score score(String type, List<Sample> samples) {
        Score score = new Score();
        for (Sample sample : samples) {
            List<Span> spans = Detector.shipped().find(sample.text).stream()
                    .filter(span -> LABELS.get(type).contains(span.kind())).toList();
            List<Label> labels = sample.labels.stream().filter(label -> label.type.equals(type)).toList();
            score.found += spans.size();
            score.right += (int) spans.stream().filter(span -> labels.stream().anyMatch(label ->
                    meets(span, label))).count();
            score.labelled += labels.size();
            score.hit += (int) labels.stream().filter(label -> spans.stream().anyMatch(span ->
                    meets(span, label))).count();
        }
        return score;
    }

    private static boolean meets(Span span, Label label) {
        return span.start() < label.end && label.start < span.end();
    }

    private static List<Sample> samples(String json) {
        List<Sample> samples = new ArrayList<>();
        Matcher text = TEXT.matcher(json);
        int at = 0;
        while (text.find(at)) {
            at = text.end();
            int next = json.indexOf("\"full_text\"", at);
            List<Label> labels = new ArrayList<>();
            Matcher label = LABEL.matcher(json.substring(at, next < 0 ? json.length() : next));
            while (label.find()) {
                labels.add(new Label(label.group(1), Integer.parseInt(label.group(2)),
                        Integer.parseInt(label.group(3))));
            }
            samples.add(new Sample(unescaped(text.group(1)), labels));
        }
        return samples;
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(escape.group(1) != null
                ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                : switch (escape.group(2)) {
                    case "n" -> "\n";
                    case "t" -> "\t";
                    case "r" -> "\r";
                    default -> escape.group(2);
                }));
    }
}
