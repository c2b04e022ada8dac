// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.scan;

import io.shouxin.core.policy.Field;
import io.shouxin.core.policy.Index;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The proposed fields as they stand in a register document, to be read, corrected and taken over by people. */
final class RegisterReport {

    private static final Pattern PLAIN = Pattern.compile("[\\p{IsHan}A-Za-z][\\p{IsHan}A-Za-z0-9 （）-]*");

    private RegisterReport() {}

    static void write(ScanReport report, Writer target) throws IOException {
        target.write("# shouxin scan " + report.time() + "\nfields:\n");
        for (Field field : report.proposal()) {
            target.write("  " + field.name() + ": " + line(field) + "\n");
        }
    }

    static String line(Field field) {
        String index = field.index() == Index.NONE ? "" : ", index: " + field.index().name().toLowerCase(Locale.ROOT);
        return "{zh: " + scalar(field.zh()) + ", en: " + scalar(field.en()) + ", class: " + field.classCode()
                + ", type: " + field.type() + ", mask: " + field.mask() + index + "}";
    }

    /** Quoted where YAML could read it as something else. */
    private static String scalar(String text) {
        String clean = text.length() > 200 ? text.substring(0, 200) : text;
        boolean word = clean.toLowerCase(Locale.ROOT).matches("yes|no|true|false|null|on|off|y|n");
        return PLAIN.matcher(clean).matches() && !word && !clean.endsWith(" ") ? clean
                : "\"" + clean.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\p{Cntrl}]", "?") + "\"";
    }
}
