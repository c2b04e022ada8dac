// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.KeyFile;
import io.shouxin.core.keyset.KeyRefused;
import io.shouxin.core.secret.SecretBytes;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Root versions in a file under a passphrase: the custody of a first start. Whoever has the file, with its
 * passphrase, or an older copy of it, has what was in it.
 */
@Component
final class KeyFileCustody implements Custody {

    private static final int ROOT_BYTES = 32;
    private static final int PASSPHRASE_BYTES = 24;

    private final KeysSettings settings;

    KeyFileCustody(KeysSettings settings) {
        this.settings = settings;
    }

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    @Override
    public SortedSet<Integer> versions() {
        if (!Files.exists(settings.file())) {
            return new TreeSet<>();
        }
        SortedMap<Integer, SecretBytes> held = read();
        held.values().forEach(SecretBytes::close);
        return new TreeSet<>(held.keySet());
    }

    @Override
    public synchronized Root make(int version) {
        boolean first = !Files.exists(settings.file());
        if (first && !settings.create()) {
            throw missing();
        }
        SortedMap<Integer, SecretBytes> held = first ? new TreeMap<>() : read();
        try {
            SecretBytes root = SecretBytes.random(ROOT_BYTES);
            held.put(version, root);
            write(held);
            return new Root.InMemory(root);
        } finally {
            closeAll(held, Set.of(version));
        }
    }

    @Override
    public Map<Integer, Root> open(Set<Integer> versions) {
        if (!Files.exists(settings.file())) {
            throw missing();
        }
        SortedMap<Integer, SecretBytes> held = read();
        closeAll(held, versions);
        Map<Integer, Root> opened = new HashMap<>();
        for (int version : versions) {
            SecretBytes root = held.get(version);
            if (root == null) {
                opened.values().forEach(Root::close);
                throw new KeysFailed("The key file holds no root version " + version
                        + ", which this database was sealed with. Bring back the key file that belongs to it.");
            }
            opened.put(version, new Root.InMemory(root));
        }
        return opened;
    }

    @Override
    public synchronized void destroy(int version) {
        if (!Files.exists(settings.file())) {
            return;
        }
        SortedMap<Integer, SecretBytes> held = read();
        try {
            SortedMap<Integer, SecretBytes> kept = new TreeMap<>(held);
            kept.remove(version);
            if (kept.isEmpty()) {
                // No version of ours is in a file any more, so the file goes as a whole.
                Files.delete(settings.file());
                PrivateFiles.settle(settings.file());
            } else if (kept.size() < held.size()) {
                write(kept);
            }
        } catch (IOException failed) {
            throw unwritable(failed);
        } finally {
            closeAll(held, Set.of());
        }
    }

    @Override
    public void close() {}

    private static void closeAll(SortedMap<Integer, SecretBytes> held, Set<Integer> but) {
        held.forEach((version, root) -> {
            if (!but.contains(version)) {
                root.close();
            }
        });
    }

    private KeysFailed missing() {
        return new KeysFailed("The root key file " + settings.file() + " is missing. Bring it back from its backup, "
                + "or set shouxin.keys.file to where it lies.");
    }

    private static KeysFailed unwritable(IOException failed) {
        return new KeysFailed("The root key file cannot be written: " + failed.getClass().getSimpleName()
                + ". What it held before still stands.");
    }

    private SortedMap<Integer, SecretBytes> read() {
        char[] passphrase = passphrase();
        try {
            return KeyFile.read(Files.readAllBytes(settings.file()), passphrase);
        } catch (KeyDamaged refused) {
            throw new KeysFailed("The root key file " + settings.file() + " does not open: the passphrase is wrong "
                    + "or the file is damaged. Check shouxin.keys.passphrase-file.");
        } catch (IOException unreadable) {
            throw new KeysFailed("The root key file " + settings.file() + " cannot be read: "
                    + unreadable.getClass().getSimpleName() + ".");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private void write(SortedMap<Integer, SecretBytes> roots) {
        char[] passphrase = passphrase();
        try {
            PrivateFiles.write(settings.file(), KeyFile.write(roots, passphrase, settings.iterations()));
        } catch (KeyRefused refused) {
            throw new KeysFailed("The root key file is not made: " + refused.getMessage()
                    + ". Check shouxin.keys.passphrase and shouxin.keys.iterations.");
        } catch (IOException failed) {
            throw unwritable(failed);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private char[] passphrase() {
        if (settings.passphrase() != null) {
            return settings.passphrase().toCharArray();
        }
        Path file = settings.passphraseFile();
        try {
            // Only together with a first key file: beside one that is there, a new passphrase opens nothing.
            if (!Files.exists(file) && settings.create() && !Files.exists(settings.file())) {
                byte[] random = new byte[PASSPHRASE_BYTES];
                new SecureRandom().nextBytes(random);
                PrivateFiles.write(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file).strip().toCharArray();
        } catch (IOException missing) {
            throw new KeysFailed("No passphrase for the root key: set shouxin.keys.passphrase, or "
                    + "shouxin.keys.passphrase-file to a readable file (now " + file + ").");
        }
    }
}
