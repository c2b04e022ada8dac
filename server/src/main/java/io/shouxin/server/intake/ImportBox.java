// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.Gcm;
import io.shouxin.core.keyset.Hkdf;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.keys.Keys;

import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what waits: each piece under the import's own key, tied to the import and to its place in it. Rows
 * that hold a value of a field of suite SM lie under SM4-GCM, others under AES-256-GCM; the first byte says which.
 * With the key destroyed, what backups of the database still hold is noise.
 */
@Component
class ImportBox {

    private static final String LABEL = "shouxin/1 import";
    /** The place of the mapping beside the chunks, which count from 0. */
    private static final int MAPPING = -1;
    private static final String FINGERPRINTS = "import-fingerprints";

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();

    ImportBox(Keys keys) {
        this.keys = keys;
    }

    /** Whether the keys are open on this node. */
    boolean opens() {
        return keys.open();
    }

    /** The integrity of a waiting piece failed: it was changed, moved, or its key is gone. */
    static final class Damaged extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private static String keyName(UUID job) {
        return "import." + job;
    }

    byte[] sealMapping(UUID job, String text) {
        return sealed(Suite.AES, job, MAPPING, text.getBytes(UTF_8));
    }

    String openMapping(UUID job, byte[] sealed) {
        return new String(opened(job, MAPPING, sealed), UTF_8);
    }

    byte[] seal(UUID job, int seq, List<Chunk.Row> rows, Suite suite) {
        byte[] plain = bytes(rows);
        try {
            return sealed(suite, job, seq, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    List<Chunk.Row> open(UUID job, int seq, byte[] sealed) {
        byte[] plain = opened(job, seq, sealed);
        try {
            return rows(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Keyed, because a file of one row would be a plain hash of a customer. */
    byte[] fingerprint(byte[] fileHash, String mapping, String purpose) {
        byte[] key = keys.named(FINGERPRINTS).plain(PlainAccess.granted());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(fileHash);
            mac.update(MessageDigest.getInstance("SHA-256").digest(mapping.strip().getBytes(UTF_8)));
            return mac.doFinal(purpose.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException | java.security.InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256.", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Makes the keys before a transaction needs them. */
    void prepare(UUID job) {
        keys.named(keyName(job));
        keys.named(FINGERPRINTS);
    }

    /** From here on nothing that waited for this import opens again, here or in a backup. */
    void destroy(UUID job) {
        keys.destroy(keyName(job));
    }

    private byte[] sealed(Suite suite, UUID job, int place, byte[] plain) {
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        try (SecretBytes key = key(suite, job)) {
            byte[] body = Gcm.seal(suite, key, nonce, bound(suite, job, place), plain);
            return ByteBuffer.allocate(1 + nonce.length + body.length).put(suite.code()).put(nonce).put(body).array();
        }
    }

    private byte[] opened(UUID job, int place, byte[] sealed) {
        if (sealed.length < 1 + Gcm.NONCE_BYTES) {
            throw new Damaged();
        }
        Suite suite = suite(sealed[0]);
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + Gcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, 1 + Gcm.NONCE_BYTES, sealed.length);
        try (SecretBytes key = key(suite, job)) {
            return Gcm.open(suite, key, nonce, bound(suite, job, place), body).orElseThrow(Damaged::new);
        }
    }

    private static Suite suite(byte code) {
        try {
            return Suite.ofCode(code);
        } catch (KeyDamaged unknown) {
            throw new Damaged();
        }
    }

    /** Of suite AES the import's own key, as it is; of suite SM one derived from it. */
    private SecretBytes key(Suite suite, UUID job) {
        SecretBytes own = keys.named(keyName(job));
        return suite == Suite.AES ? own.copy() : Hkdf.expand(suite, own, LABEL, suite.keyBytes());
    }

    private static byte[] bound(Suite suite, UUID job, int place) {
        return ByteBuffer.allocate(21).put(suite.code()).putLong(job.getMostSignificantBits())
                .putLong(job.getLeastSignificantBits()).putInt(place).array();
    }

    private static byte[] bytes(List<Chunk.Row> rows) {
        WipedStream out = new WipedStream();
        try (DataOutputStream data = new DataOutputStream(out)) {
            data.writeInt(rows.size());
            for (Chunk.Row row : rows) {
                data.writeLong(row.line());
                data.writeInt(row.fields().size());
                for (Map.Entry<String, String> field : row.fields().entrySet()) {
                    text(data, field.getKey());
                    text(data, field.getValue());
                }
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes everything.", e);
        } finally {
            out.wipe();
        }
    }

    /** UTF-16, because half a surrogate pair has to come out as it went in, to be rejected by its line. */
    private static void text(DataOutputStream data, String text) throws IOException {
        data.writeInt(text.length());
        data.writeChars(text);
    }

    private static List<Chunk.Row> rows(byte[] plain) {
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(plain))) {
            int count = data.readInt();
            List<Chunk.Row> rows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long line = data.readLong();
                int size = data.readInt();
                Map<String, String> fields = new HashMap<>();
                for (int field = 0; field < size; field++) {
                    fields.put(text(data), text(data));
                }
                rows.add(new Chunk.Row(line, fields));
            }
            return rows;
        } catch (IOException e) {
            throw new Damaged();
        }
    }

    private static String text(DataInputStream data) throws IOException {
        char[] text = new char[data.readInt()];
        for (int i = 0; i < text.length; i++) {
            text[i] = data.readChar();
        }
        return new String(text);
    }

    /** A buffer that does not leave its content behind. */
    private static final class WipedStream extends ByteArrayOutputStream {

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}
