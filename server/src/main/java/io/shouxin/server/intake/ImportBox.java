// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.core.keyset.Suite;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.server.keys.Boxes;
import io.shouxin.server.keys.Keys;

import org.springframework.stereotype.Component;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Rows and mappings that wait, each in its import's box; rows with a value of suite SM lie under SM4-GCM. */
@Component
class ImportBox {

    /** The place of the mapping beside the chunks, which count from 0. */
    private static final int MAPPING = -1;
    private static final String FINGERPRINTS = "import-fingerprints";

    private final Keys keys;
    private final Boxes boxes;

    ImportBox(Keys keys, Boxes boxes) {
        this.keys = keys;
        this.boxes = boxes;
    }

    /** Whether the keys are open on this node. */
    boolean opens() {
        return boxes.open();
    }

    private static Boxes.Owner owner(UUID job) {
        return new Boxes.Owner("import", job);
    }

    byte[] sealMapping(UUID job, String text) {
        return boxes.seal(owner(job), MAPPING, Suite.AES, text.getBytes(UTF_8));
    }

    String openMapping(UUID job, byte[] sealed) {
        return new String(boxes.open(owner(job), MAPPING, sealed), UTF_8);
    }

    byte[] seal(UUID job, int seq, List<Chunk.Row> rows, Suite suite) {
        byte[] plain = bytes(rows);
        try {
            return boxes.seal(owner(job), seq, suite, plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    List<Chunk.Row> open(UUID job, int seq, byte[] sealed) {
        byte[] plain = boxes.open(owner(job), seq, sealed);
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
        boxes.prepare(owner(job));
        keys.named(FINGERPRINTS);
    }

    /** From here on nothing that waited for this import opens again, here or in a backup. */
    void destroy(UUID job) {
        boxes.destroy(owner(job));
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
            throw new Boxes.Damaged();
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
