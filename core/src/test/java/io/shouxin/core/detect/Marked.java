// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with its finds marked as {@code [kind|value]}. */
record Marked(String line, String text, List<String> finds) {

    private static final Pattern MARK = Pattern.compile("\\[([a-z-]+)\\|([^]]+)]");

    static List<Marked> texts() {
        try {
            return Files.readAllLines(Path.of("../testdata/detect/texts.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).map(Marked::of).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Marked of(String line) {
        List<String> finds = new ArrayList<>();
        Matcher mark = MARK.matcher(line);
        StringBuilder text = new StringBuilder();
        int last = 0;
        while (mark.find()) {
            text.append(line, last, mark.start());
            finds.add(mark.group(1) + " " + text.length() + " " + mark.group(2));
            text.append(mark.group(2));
            last = mark.end();
        }
        return new Marked(line, text.append(line.substring(last)).toString(), finds);
    }

    static List<String> found(String text) {
        return Detector.shipped().find(text).stream().map(span -> span.kind().code() + " " + span.start() + " "
                + text.substring(span.start(), span.end())).toList();
    }

    @Override
    public String toString() {
        return line;
    }
}
