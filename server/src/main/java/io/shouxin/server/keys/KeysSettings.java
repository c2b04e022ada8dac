// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;

/**
 * Where the root key lies and how it opens.
 *
 * @param file the key file, encrypted under a passphrase
 * @param passphrase the passphrase itself, for an operator whose secrets come by environment; wins
 *     over the file
 * @param passphraseFile a file that holds the passphrase
 * @param create whether a missing key file, and a missing passphrase, may be made on the first start
 * @param iterations PBKDF2 rounds for a new key file
 * @param logName the name of the ledger's signing key and first line of its checkpoints
 */
@ConfigurationProperties("shouxin.keys")
record KeysSettings(
        Path file,
        @Nullable String passphrase,
        Path passphraseFile,
        @DefaultValue("true") boolean create,
        @DefaultValue("600000") int iterations,
        @DefaultValue("shouxin.example/ledger") String logName) {

    @Override
    public String toString() {
        return "KeysSettings[file=" + file + ", passphrase=" + (passphrase == null ? "from file" : "set") + "]";
    }
}
