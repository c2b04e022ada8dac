// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. Results go to {@code out}, everything else to {@code err}, so that a pipe carries
 * results alone. Text is UTF-8 whatever the machine believes, except on Windows, whose terminal is asked.
 *
 * @param interactive a person is watching: progress may be shown
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

    static Console system() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return windows ? new Console(System.in, System.out, System.err, System.console() != null)
                : new Console(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err),
                        System.console() != null);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /**
     * A text for one line of a terminal: control characters, with which a file's name could move the cursor or change
     * colours, become question marks.
     */
    public static String harmless(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            int type = Character.getType(point);
            boolean hidden = Character.isISOControl(point) || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            shown.appendCodePoint(hidden ? '?' : point);
        });
        return shown.toString();
    }

    /** Columns of a terminal that a text takes: two for a Chinese character. */
    public static int width(String text) {
        return text.codePoints().map(point -> wide(point) ? 2 : 1).sum();
    }

    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    private static boolean wide(int point) {
        return point >= 0x1100 && point <= 0x115F || point >= 0x2E80 && point <= 0xA4CF
                || point >= 0xAC00 && point <= 0xD7A3 || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6 || point >= 0x1F300 && point <= 0x1FAFF
                || point >= 0x20000 && point <= 0x3FFFD;
    }
}
