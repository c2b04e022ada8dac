// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what waits: each piece with AES-256-GCM under the import's own key, tied to the import and to
 * its place in it. With the key destroyed, what backups of the database still hold is noise.
 */
@Component
class ImportBox {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
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
        return crypt(Cipher.ENCRYPT_MODE, job, MAPPING, text.getBytes(UTF_8));
    }

    String openMapping(UUID job, byte[] sealed) {
        return new String(crypt(Cipher.DECRYPT_MODE, job, MAPPING, sealed), UTF_8);
    }

    byte[] seal(UUID job, int seq, List<Chunk.Row> rows) {
        byte[] plain = bytes(rows);
        try {
            return crypt(Cipher.ENCRYPT_MODE, job, seq, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    List<Chunk.Row> open(UUID job, int seq, byte[] sealed) {
        byte[] plain = crypt(Cipher.DECRYPT_MODE, job, seq, sealed);
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

    private byte[] crypt(int mode, UUID job, int place, byte[] input) {
        boolean sealing = mode == Cipher.ENCRYPT_MODE;
        if (!sealing && (input.length < 1 + NONCE_BYTES || input[0] != FORMAT)) {
            throw new Damaged();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        if (sealing) {
            random.nextBytes(nonce);
        } else {
            System.arraycopy(input, 1, nonce, 0, NONCE_BYTES);
        }
        SecretBytes key = keys.named(keyName(job));
        byte[] plainKey = key.plain(PlainAccess.granted());
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(plainKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(21).put(FORMAT).putLong(job.getMostSignificantBits())
                    .putLong(job.getLeastSignificantBits()).putInt(place).array());
            if (!sealing) {
                return cipher.doFinal(input, 1 + NONCE_BYTES, input.length - 1 - NONCE_BYTES);
            }
            byte[] body = cipher.doFinal(input);
            return ByteBuffer.allocate(1 + NONCE_BYTES + body.length).put(FORMAT).put(nonce).put(body).array();
        } catch (GeneralSecurityException e) {
            if (sealing) {
                throw new IllegalStateException("AES-GCM seals anything.", e);
            }
            throw new Damaged();
        } finally {
            Arrays.fill(plainKey, (byte) 0);
        }
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
