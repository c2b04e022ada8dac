// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;

/**
 * What the user said about a run.
 *
 * @param rejects null for no file of them
 * @param encoding null to be found out
 * @param separator 0 to be found out
 */
record Settings(Path input, Path output, Path rejects, String planHash, Charset encoding, char separator,
        boolean startOver) {

    /** The very same work: under another plan, key, input or way of reading it a run starts over. */
    String identity(Work work, ReleaseKey key, String reading) throws IOException {
        BasicFileAttributes file = input.equals(CsvSource.STANDARD_INPUT)
                ? null : Files.readAttributes(input, BasicFileAttributes.class);
        return String.join("|", work.name(), planHash, fingerprint(key), input.toAbsolutePath().toString(),
                file == null ? "" : file.size() + " " + file.lastModifiedTime().toMillis() + " " + file.fileKey(),
                reading, String.valueOf(rejects));
    }

    private static String fingerprint(ReleaseKey key) {
        if (key == null) {
            return "";
        }
        try (SecretBytes derived = Hkdf.expand(key.key(), "shouxin/1 run", 16)) {
            return HexFormat.of().formatHex(derived.plain(PlainAccess.granted()));
        }
    }
}
