// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The program in this process, in English unless told otherwise. */
public final class CommandLineFixture {

    private CommandLineFixture() {}

    /** What it ended with, and what it printed. */
    public record Ended(int exit, byte[] outBytes, String err) {

        public String out() {
            return new String(outBytes, StandardCharsets.UTF_8);
        }
    }

    public static Ended run(Object... arguments) {
        return run(new byte[0], arguments);
    }

    public static Ended run(byte[] input, Object... arguments) {
        return run(new ByteArrayInputStream(input), arguments);
    }

    public static Ended run(InputStream input, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(input, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int exit = Main.run(List.of(arguments).stream().map(Object::toString).toList(), console, Locale.ENGLISH);
        return new Ended(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }
}
