// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.keys;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A passphrase for the length of a use: from a file, from the environment, or asked for at the terminal without being
 * shown. It is never an argument, because other users of the machine see those.
 */
final class Passphrase implements AutoCloseable {

    private static final String VARIABLE = "SHOUXIN_KEYS_PASSPHRASE";
    private static final int BYTES_MAX = 4096;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /** @param twice a new one, asked for twice where a person types it */
    static Passphrase ask(Path file, boolean twice, Words words) {
        if (file != null) {
            return new Passphrase(read(file));
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null) {
            return new Passphrase(variable.toCharArray());
        }
        if (System.console() == null) {
            throw new Failure(Exit.INPUT, "keys.no-passphrase");
        }
        return twice ? typedTwice(words) : new Passphrase(typed(words.of("keys.ask")));
    }

    /** A new one, from a person. */
    static Passphrase typedTwice(Words words) {
        char[] typed = typed(words.of("keys.ask"));
        char[] again = typed(words.of("keys.ask-again"));
        boolean same = Arrays.equals(typed, again);
        Arrays.fill(again, '\0');
        if (!same) {
            Arrays.fill(typed, '\0');
            throw new Failure(Exit.USAGE, "keys.passphrases-differ");
        }
        return new Passphrase(typed);
    }

    char[] characters() {
        return characters;
    }

    private static char[] typed(String prompt) {
        char[] typed = System.console().readPassword("%s", prompt);
        if (typed == null) {
            throw new Failure(Exit.INPUT, "keys.no-passphrase");
        }
        return typed;
    }

    /** The first line, without its end. */
    private static char[] read(Path file) {
        byte[] bytes = null;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int end = 0;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (end == 0 || bytes.length > BYTES_MAX) {
                throw new Failure(Exit.INPUT, "keys.passphrase-file", file.toString());
            }
            char[] line = new char[end];
            text.get(line);
            Arrays.fill(text.array(), '\0');
            return line;
        } catch (CharacterCodingException noText) {
            throw new Failure(Exit.INPUT, "keys.passphrase-file", file.toString());
        } catch (IOException unreadable) {
            throw new Failure(Exit.INPUT, "input.unreadable", file.toString());
        } finally {
            if (bytes != null) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
