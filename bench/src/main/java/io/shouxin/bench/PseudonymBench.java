// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.secret.SecretBytes;
import io.shouxin.core.token.PseudonymBatch;
import io.shouxin.core.token.PseudonymColumn;
import io.shouxin.core.token.PseudonymType;
import io.shouxin.core.token.Pseudonyms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pseudonyms of the identifiers of call records, beside HMAC-SHA-256 of each. */
final class PseudonymBench {

    private static final int EACH = 10_000;
    private static final List<PseudonymType> TYPES =
            List.of(PseudonymType.MSISDN, PseudonymType.IMSI, PseudonymType.IMEI);
    private static final int VALUES = EACH * TYPES.size();
    private static final String HMAC = "HMAC-SHA-256, one by one";

    private final byte[] key = new byte[32];
    private final byte[][][] texts = new byte[TYPES.size()][EACH][];
    private final long[][] numbers = new long[TYPES.size()][EACH];
    private final byte[] blocks = new byte[16 * EACH];

    private PseudonymBench() {
        Random random = new Random(12);
        random.nextBytes(key);
        for (int i = 0; i < EACH; i++) {
            texts[0][i] = ascii("86160%08d", random.nextInt(100_000_000));
            texts[1][i] = ascii("46000%010d", random.nextLong(10_000_000_000L));
            texts[2][i] = ascii("0044%010d0", random.nextLong(10_000_000_000L));
        }
    }

    /** Writes {@code pseudonym} into the folder of the first argument. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = Integer.getInteger("bench.rounds", 9);
        Results results = new Results("pseudonym", "Pseudonyms of call records' identifiers, one thread",
                Machine.facts(VALUES + " values, a third each phone, IMSI and IMEI; median of " + rounds
                        + " turns; processor time of the thread; the HMAC's key is set up once"));
        Map<String, Double> times = new PseudonymBench().turns().nanoseconds(rounds, VALUES);
        times.forEach((step, nanoseconds) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("step", step);
            row.put("ns a value", Results.figure(nanoseconds));
            row.put("x HMAC", Results.figure(times.get(HMAC) / nanoseconds));
            row.put("load average", Results.figure(Machine.load()));
            results.add(row);
        });
        results.write(Path.of(args[0]));
    }

    private Turns turns() throws GeneralSecurityException {
        Pseudonyms pseudonyms = Pseudonyms.of(SecretBytes.copyOf(key), "lab");
        List<PseudonymColumn> columns = TYPES.stream().map(pseudonyms::column).toList();
        PseudonymBatch batch = pseudonyms.batch(512);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        Turns turns = new Turns();
        parse(columns);
        turns.add("columns of numbers to blocks", () -> encipher(columns));
        turns.add("columns of text to blocks", () -> parse(columns) + encipher(columns));
        turns.add("batch of text to text", () -> text(batch));
        turns.add(HMAC, () -> {
            long sum = 0;
            for (byte[][] column : texts) {
                for (byte[] value : column) {
                    sum += mac.doFinal(value)[0];
                }
            }
            return sum;
        });
        return turns;
    }

    private long encipher(List<PseudonymColumn> columns) {
        for (int i = 0; i < TYPES.size(); i++) {
            columns.get(i).encryptDeterministically(numbers[i], 0, EACH, blocks, 0);
        }
        return blocks[0];
    }

    private long parse(List<PseudonymColumn> columns) {
        for (int i = 0; i < TYPES.size(); i++) {
            PseudonymColumn column = columns.get(i);
            for (int k = 0; k < EACH; k++) {
                numbers[i][k] = column.number(texts[i][k], 0, texts[i][k].length);
            }
        }
        return numbers[0][0];
    }

    private long text(PseudonymBatch batch) {
        byte[] text = new byte[PseudonymBatch.TEXT_LENGTH];
        long sum = 0;
        for (int i = 0; i < TYPES.size(); i++) {
            for (int from = 0; from < EACH; from += batch.capacity()) {
                batch.clear();
                for (int k = from; k < Math.min(EACH, from + batch.capacity()); k++) {
                    batch.add(TYPES.get(i), texts[i][k], 0, texts[i][k].length);
                }
                batch.encryptDeterministically();
                for (int k = 0; k < batch.size(); k++) {
                    batch.writeText(k, text, 0);
                    sum += text[5];
                }
            }
        }
        return sum;
    }

    private static byte[] ascii(String form, Object number) {
        return String.format(form, number).getBytes(StandardCharsets.US_ASCII);
    }
}
