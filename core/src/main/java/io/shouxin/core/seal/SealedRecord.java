// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.keyset.FieldName;
import io.shouxin.core.keyset.KeyDamaged;
import io.shouxin.core.keyset.Suite;
import io.shouxin.core.keyset.SuiteUnavailable;
import io.shouxin.core.secret.SecretText;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the vault holds of one customer: a map from field to sealed value. Every value is encrypted
 * under a key of its own, derived from the customer key, and tied to its customer, field and version,
 * so that a value moved elsewhere does not open. Each value names its suite, and opens by that whatever
 * the writer takes today. Immutable; the bytes are canonical.
 *
 * <p>Without the key one can read which fields exist, their versions and their lengths rounded up to
 * 16 bytes. Whoever can write the stored bytes can also drop a field or put back an older state of the
 * whole record without being seen here: the ledger and the database's own history are for that.
 */
public final class SealedRecord {

    /** At most so many fields. */
    public static final int FIELDS_MAX = 512;
    /** At most so many bytes of UTF-8 in one value. */
    public static final int VALUE_BYTES_MAX = 65_535;

    private static final byte VERSION = 1;
    private static final SealedRecord EMPTY = new SealedRecord(new TreeMap<>());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SortedMap<String, SealedField> fields;

    private SealedRecord(SortedMap<String, SealedField> fields) {
        this.fields = Collections.unmodifiableSortedMap(fields);
    }

    public static SealedRecord empty() {
        return EMPTY;
    }

    /**
     * The record with these bytes. Nothing is decrypted.
     *
     * @throws SealDamaged if they are not exactly the bytes of a record
     */
    public static SealedRecord read(byte[] bytes) {
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | KeyDamaged e) {
            throw new SealDamaged(SealDamaged.RECORD);
        }
    }

    private static SealedRecord read(ByteBuffer in) {
        require(in.get() == VERSION);
        int count = Short.toUnsignedInt(in.getShort());
        require(count <= FIELDS_MAX);
        TreeMap<String, SealedField> fields = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = readName(in);
            require(fields.isEmpty() || fields.lastKey().compareTo(name) < 0);
            fields.put(name, readField(in));
        }
        require(!in.hasRemaining());
        return new SealedRecord(fields);
    }

    private static String readName(ByteBuffer in) {
        int length = Byte.toUnsignedInt(in.get());
        require(length <= FieldName.LENGTH_MAX);
        byte[] name = new byte[length];
        in.get(name);
        // Bytes above 127 become a character that no field name has.
        String text = new String(name, US_ASCII);
        require(FieldName.isValid(text));
        return text;
    }

    private static SealedField readField(ByteBuffer in) {
        Suite suite = Suite.ofCode(in.get());
        int version = in.getInt();
        int length = in.getInt();
        require(version > 0 && SealedField.isBoxLength(length) && length <= in.remaining());
        byte[] box = new byte[length];
        in.get(box);
        return new SealedField(suite, version, box);
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw new SealDamaged(SealDamaged.RECORD);
        }
    }

    /** The record as it is stored; equal records have equal bytes. */
    public byte[] bytes() {
        int length = 3;
        for (Map.Entry<String, SealedField> field : fields.entrySet()) {
            length += 1 + field.getKey().length() + 9 + field.getValue().box().length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(VERSION).putShort((short) fields.size());
        for (Map.Entry<String, SealedField> field : fields.entrySet()) {
            SealedField sealed = field.getValue();
            out.put((byte) field.getKey().length()).put(field.getKey().getBytes(US_ASCII));
            out.put(sealed.suite().code()).putInt(sealed.version());
            out.putInt(sealed.box().length).put(sealed.box());
        }
        return out.array();
    }

    /** The record with this value in the field, sealed by suite AES. */
    public SealedRecord with(UUID customer, String field, SecretText value, CustomerKey key) {
        return with(customer, field, value, key, Suite.AES);
    }

    /**
     * The record with this value in the field, sealed by this suite; the other fields keep theirs. A
     * field's first version is 1 and each change adds one.
     *
     * @throws SealRefused if the value has more than {@link #VALUE_BYTES_MAX} bytes or is not Unicode
     *     text, or the record has {@link #FIELDS_MAX} other fields
     * @throws SuiteUnavailable if no provider has the suite
     */
    public SealedRecord with(UUID customer, String field, SecretText value, CustomerKey key, Suite suite) {
        FieldPlace place = new FieldPlace(customer, FieldName.required(field), version(field) + 1);
        return with(place.field(), SealedField.seal(suite, place, value, key, nonce()));
    }

    /** Only the vectors choose a nonce; one used twice under one key gives both values away. */
    SealedRecord with(FieldPlace place, SecretText value, CustomerKey key, Suite suite, byte[] nonce) {
        return with(place.field(), SealedField.seal(suite, place, value, key, nonce));
    }

    private SealedRecord with(String field, SealedField sealed) {
        TreeMap<String, SealedField> changed = new TreeMap<>(fields);
        changed.put(field, sealed);
        if (changed.size() > FIELDS_MAX) {
            throw new SealRefused(SealRefused.FULL);
        }
        return new SealedRecord(changed);
    }

    /**
     * A record after a change of suite.
     *
     * @param fields the names of the fields that were sealed anew, sorted; if there are none, the
     *     record is the one there was and need not be written
     */
    public record Resealed(SealedRecord record, List<String> fields) {

        /** Whether there is anything to write. */
        public boolean isChanged() {
            return !fields.isEmpty();
        }
    }

    /**
     * The record with each value under this suite. The values are the same, so their versions are too;
     * fields that are under this suite already keep their very bytes. All or nothing: one field that
     * does not open leaves the whole record as it is.
     *
     * @throws SealDamaged if a field to be sealed anew does not open
     * @throws SuiteUnavailable if a provider is missing for this suite or for one in the record
     */
    public Resealed resealed(UUID customer, CustomerKey key, Suite suite) {
        return resealed(customer, key, field -> suite);
    }

    /**
     * The record with each value under the suite that its field has now, as {@link #resealed(UUID,
     * CustomerKey, Suite)} does it with one for all.
     *
     * @param suites the suite of a field by its name
     */
    public Resealed resealed(UUID customer, CustomerKey key, Function<String, Suite> suites) {
        TreeMap<String, SealedField> changed = new TreeMap<>(fields);
        List<String> names = new ArrayList<>();
        fields.forEach((field, sealed) -> {
            Suite suite = suites.apply(field);
            if (sealed.suite() != suite) {
                FieldPlace place = new FieldPlace(customer, field, sealed.version());
                changed.put(field, SealedField.seal(suite, place, sealed.open(place, key), key, nonce()));
                names.add(field);
            }
        });
        return new Resealed(names.isEmpty() ? this : new SealedRecord(changed), List.copyOf(names));
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[SealedField.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /** The record without the field, or itself if the field is not there. */
    public SealedRecord without(String field) {
        if (!fields.containsKey(field)) {
            return this;
        }
        TreeMap<String, SealedField> changed = new TreeMap<>(fields);
        changed.remove(field);
        return new SealedRecord(changed);
    }

    /**
     * The value of a field that {@link #fields} names.
     *
     * @throws SealDamaged if it does not open: changed, moved, or the key is another customer's
     * @throws SuiteUnavailable if no provider has the suite it is sealed with
     * @throws IllegalStateException if the record has no such field
     */
    public SecretText open(UUID customer, String field, CustomerKey key) {
        SealedField sealed = fields.get(field);
        if (sealed == null) {
            throw new IllegalStateException("The record has no such field.");
        }
        return sealed.open(new FieldPlace(customer, field, sealed.version()), key);
    }

    /** The names of the fields, sorted. */
    public Set<String> fields() {
        return fields.keySet();
    }

    /** The suites that the record's fields are sealed with; empty if it has no field. */
    public Set<Suite> suites() {
        Set<Suite> suites = EnumSet.noneOf(Suite.class);
        fields.values().forEach(sealed -> suites.add(sealed.suite()));
        return suites;
    }

    /** The suite a field's value is sealed with; empty if the record has no such field. */
    public Optional<Suite> suite(String field) {
        return Optional.ofNullable(fields.get(field)).map(SealedField::suite);
    }

    /** How often the field was written since it was last absent; 0 if the record has no such field. */
    public int version(String field) {
        SealedField sealed = fields.get(field);
        return sealed == null ? 0 : sealed.version();
    }

    @Override
    public String toString() {
        return "SealedRecord(" + fields.size() + " fields)";
    }
}
