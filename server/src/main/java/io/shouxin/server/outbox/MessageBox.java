// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.server.keys.Keys;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals letters with AES-256-GCM under a key of the day on which they came, tied to their message. What is of no
 * use any more is wiped from the table; the key of a day whose letters are all wiped is destroyed, and with it what
 * backups of that day still hold.
 */
@Component
class MessageBox {

    private static final String KEY_PREFIX = "outbox.";
    /** A transaction that sealed a letter yesterday may commit today; the day before yesterday it has ended. */
    private static final int DAYS_KEPT = 2;

    private final Keys keys;
    private final OutboxTable table;
    private final TransactionTemplate outside;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    MessageBox(Keys keys, OutboxTable table, PlatformTransactionManager transactions) {
        this.keys = keys;
        this.table = table;
        this.outside = new TransactionTemplate(transactions);
        this.outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /** The letter was changed or moved, or its key is gone. */
    static final class Damaged extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Whether the keys are open on this node. */
    boolean opens() {
        return keys.open();
    }

    static String keyName(Instant at) {
        return KEY_PREFIX + LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    byte[] seal(UUID id, String keyName, Letter letter) {
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] plain = bytes(letter);
        try {
            byte[] body = Gcm.seal(Suite.AES, key(keyName), nonce, bound(id), plain);
            return ByteBuffer.allocate(1 + nonce.length + body.length).put(Suite.AES.code()).put(nonce).put(body)
                    .array();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    Letter open(Stored message) {
        byte[] sealed = message.sealed();
        if (sealed == null || sealed.length < 1 + Gcm.NONCE_BYTES || sealed[0] != Suite.AES.code()) {
            throw new Damaged();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + Gcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, 1 + Gcm.NONCE_BYTES, sealed.length);
        byte[] plain = Gcm.open(Suite.AES, key(message.keyName()), nonce, bound(message.id()), body)
                .orElseThrow(Damaged::new);
        try {
            return letter(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Destroys the keys of past days under which nothing is sealed any more. */
    void destroyUseless(Instant now) {
        LocalDate before = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(DAYS_KEPT - 1L);
        for (String name : table.uselessKeys(before)) {
            keys.destroy(name);
            // Were the process to die before this, the key is destroyed once more, which changes nothing.
            table.keyGone(name);
            known.remove(name);
        }
    }

    /**
     * A day's first letter makes the key, outside of the caller's transaction: were the key to vanish with a
     * rollback, the next letter sealed under it could never be opened.
     */
    private SecretBytes key(String name) {
        if (!known.contains(name)) {
            outside.executeWithoutResult(status -> {
                table.noteKey(name, LocalDate.parse(name.substring(KEY_PREFIX.length())));
                keys.named(name);
            });
            known.add(name);
        }
        return keys.named(name);
    }

    private static byte[] bound(UUID id) {
        return ByteBuffer.allocate(17).put(Suite.AES.code()).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array();
    }

    private static byte[] bytes(Letter letter) {
        WipedStream out = new WipedStream();
        try (DataOutputStream data = new DataOutputStream(out)) {
            data.writeUTF(letter.language().toLanguageTag());
            text(data, letter.address());
            data.writeInt(letter.parameters().size());
            for (SecretText one : letter.parameters()) {
                text(data, one);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes everything.", e);
        } finally {
            out.wipe();
        }
    }

    private static void text(DataOutputStream data, SecretText text) throws IOException {
        String plain = text.plain(PlainAccess.granted());
        data.writeInt(plain.length());
        data.writeChars(plain);
    }

    private static Letter letter(byte[] plain) {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(plain))) {
            Locale language = Locale.forLanguageTag(data.readUTF());
            SecretText address = text(data);
            int count = data.readInt();
            List<SecretText> parameters = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                parameters.add(text(data));
            }
            return new Letter(address, language, parameters);
        } catch (IOException e) {
            throw new Damaged();
        }
    }

    private static SecretText text(DataInputStream data) throws IOException {
        char[] text = new char[data.readInt()];
        for (int i = 0; i < text.length; i++) {
            text[i] = data.readChar();
        }
        return SecretText.of(new String(text));
    }

    /** A buffer that does not leave its content behind. */
    private static final class WipedStream extends ByteArrayOutputStream {

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
