// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.seal;

import static io.shouxin.fuzz.Trial.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shouxin.core.keyset.CustomerKey;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.secret.SecretText;
import io.shouxin.fuzz.Edits;
import io.shouxin.fuzz.Seeds;
import io.shouxin.fuzz.Trial;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The column of sealed bytes, as somebody with the database in hand may leave it. */
class SealedRecordFuzz {

    private static final UUID CUSTOMER = new UUID(7, 7);
    private static final CustomerKey KEY = CustomerKey.of(SecretBytes.copyOf(new byte[32]));
    private static final Map<String, String> VALUES =
            Map.of("name", "\u674e\u5b88\u4fe1", "phone", "+8619900000001", "note", "x".repeat(70));
    private static final byte[] VALID = valid();

    static Stream<byte[]> seeds() {
        return Stream.concat(Stream.of(VALID), Seeds.hex("seal/vectors.json", "record"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void opensToWhatWasSealedOrNotAtAll(byte[] input) {
        record(input);
        record(Edits.apply(VALID, input));
    }

    private static void record(byte[] bytes) {
        Trial.of(bytes.length, SealDamaged.class, () -> SealedRecord.read(bytes)).ifPresent(record -> {
            holds(Arrays.equals(record.bytes(), bytes), "a record has one form");
            for (String field : record.fields()) {
                Trial.of(bytes.length, SealDamaged.class, () -> record.open(CUSTOMER, field, KEY)).ifPresent(value ->
                        holds(value.plain(PlainAccess.granted()).equals(VALUES.get(field)),
                                "a field opens to its own value"));
                holds(Trial.of(bytes.length, SealDamaged.class, () -> record.open(new UUID(7, 8), field, KEY))
                        .isEmpty(), "no field opens for another customer");
            }
        });
    }

    private static byte[] valid() {
        SealedRecord record = SealedRecord.empty();
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            record = record.with(CUSTOMER, value.getKey(), SecretText.of(value.getValue()), KEY);
        }
        return record.bytes();
    }
}
