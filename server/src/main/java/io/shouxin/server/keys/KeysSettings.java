// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the root key lies and how it opens.
 *
 * @param custody where the next root version is made; one that is there stays where it was made until
 *     the root is rotated
 * @param file the key file, encrypted under a passphrase
 * @param passphrase the passphrase itself, for an operator whose secrets come by environment; wins
 *     over the file
 * @param passphraseFile a file that holds the passphrase
 * @param create whether a missing first root version, and a missing passphrase, may be made
 * @param iterations PBKDF2 rounds for a new key file
 * @param logName the name of the ledger's signing key and first line of its checkpoints
 * @param hsmLibrary the PKCS#11 library of the security module
 * @param hsmToken the label of its token
 * @param hsmSlot the number of the slot its token is in, instead of the label
 * @param hsmPinFile a file that holds the user's PIN
 * @param alsoSignWith what signs the checkpoints besides Ed25519
 * @param shares how many custodians get a share of a new root version
 * @param sharesNeeded how many of them open it together
 */
@ConfigurationProperties("shouxin.keys")
record KeysSettings(
        @DefaultValue("file") Custody.Kind custody,
        Path file,
        @Nullable String passphrase,
        Path passphraseFile,
        @DefaultValue("true") boolean create,
        @DefaultValue("600000") int iterations,
        @DefaultValue("shouxin.example/ledger") String logName,
        @DefaultValue List<FurtherSignature> alsoSignWith,
        @Nullable Path hsmLibrary,
        @Nullable String hsmToken,
        @Nullable Long hsmSlot,
        @Nullable Path hsmPinFile,
        @DefaultValue("5") int shares,
        @DefaultValue("3") int sharesNeeded) {

    private static final int SHARES_MAX = 32;

    KeysSettings {
        if (sharesNeeded < 2 || shares < sharesNeeded || shares > SHARES_MAX) {
            throw new KeysFailed("shouxin.keys.shares and shouxin.keys.shares-needed do not fit: at least 2 are "
                    + "needed, of at most " + SHARES_MAX + ", and no more than there are.");
        }
        if (custody == Custody.Kind.HSM && !namesToken(hsmLibrary, hsmToken, hsmSlot, hsmPinFile)) {
            throw new KeysFailed("shouxin.keys.custody=hsm needs shouxin.keys.hsm-library, shouxin.keys.hsm-token "
                    + "or shouxin.keys.hsm-slot, and shouxin.keys.hsm-pin-file.");
        }
        if (hsmToken != null && hsmSlot != null) {
            throw new KeysFailed("shouxin.keys.hsm-token and shouxin.keys.hsm-slot both say which token it is; "
                    + "leave one of them out. The label stays when slots are numbered anew.");
        }
        alsoSignWith = alsoSignWith.stream().distinct().toList();
    }

    private static boolean namesToken(@Nullable Path library, @Nullable String label, @Nullable Long slot,
            @Nullable Path pinFile) {
        return library != null && pinFile != null && (label != null || slot != null);
    }

    /** Whether the settings say which token it is and how it opens. */
    boolean namesToken() {
        return namesToken(hsmLibrary, hsmToken, hsmSlot, hsmPinFile);
    }

    @Override
    public String toString() {
        return "KeysSettings[custody=" + custody + ", file=" + file + ", passphrase="
                + (passphrase == null ? "from file" : "set") + "]";
    }
}
