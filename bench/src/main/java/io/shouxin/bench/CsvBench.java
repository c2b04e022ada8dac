// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import com.sun.management.ThreadMXBean;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.shouxin.cli.plan.PlanFile;
import io.shouxin.cli.protect.CsvPipe;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.ReleaseKey;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Call records of 20 columns through a plan that changes 5, beside the CSV library copying them as they are. */
final class CsvBench {

    private static final int BLOCK_ROWS = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String HEADER = "record_type,serving_msc,caller,callee,imsi,imei,begin,seconds,lac,cell,"
            + "roaming,service,basic_service,cause,charge,discount,currency,plan,channel,sequence";
    private static final String PLAN = """
            format: shouxin-plan/1
            release: bench
            recipient: lab
            columns:
              record_type: {do: keep}
              serving_msc: {do: keep}
              caller: {do: pseudonym, type: msisdn}
              callee: {do: pseudonym, type: msisdn}
              imsi: {do: pseudonym, type: imsi}
              imei: {do: token, form: imei}
              begin: {do: generalise, time: hour}
              seconds: {do: keep}
              lac: {do: keep}
              cell: {do: keep}
              roaming: {do: keep}
              service: {do: keep}
              basic_service: {do: keep}
              cause: {do: keep}
              charge: {do: keep}
              discount: {do: keep}
              currency: {do: keep}
              plan: {do: keep}
              channel: {do: keep}
              sequence: {do: keep}
            """;

    private final byte[] header = (HEADER + "\n").getBytes(StandardCharsets.UTF_8);
    private final byte[] block;
    private final Plan plan;
    private final ReleaseKey key = ReleaseKey.random("bench", LocalDate.of(2026, 11, 25));

    private CsvBench() throws IOException {
        Random random = new Random(20);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < BLOCK_ROWS; i++) {
            rows.append(String.format(Locale.ROOT,
                    "MOC,8613800%04d,160%08d,86160%08d,46000%010d,0044%010d0,20261125%02d%02d%02d,"
                            + "%d,%d,%d,%d,voice,11,%d,%d.%02d,0.00,CNY,plan-%d,%d,%d%n",
                    random.nextInt(10_000), random.nextInt(100_000_000), random.nextInt(100_000_000),
                    random.nextLong(10_000_000_000L), random.nextLong(10_000_000_000L),
                    random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(3600),
                    random.nextInt(65_536), random.nextInt(65_536), random.nextInt(2), random.nextInt(20),
                    random.nextInt(30), random.nextInt(100), random.nextInt(60), random.nextInt(8), i));
        }
        block = rows.toString().getBytes(StandardCharsets.UTF_8);
        Path file = Files.createTempFile("plan", ".yaml");
        try {
            plan = PlanFile.read(Files.writeString(file, PLAN)).reading().plan().orElseThrow();
        } finally {
            Files.delete(file);
        }
    }

    /** Writes {@code csv} into the folder of the first argument. */
    public static void main(String[] args) throws IOException {
        int most = Integer.getInteger("bench.rows", 10_000_000);
        int rounds = Integer.getInteger("bench.rounds", 5);
        Results results = new Results("csv", "Protecting call records as CSV, one thread",
                Machine.facts("20 columns, 5 changed: three pseudonyms, a token of the same form, a time; from"
                        + " memory to nowhere; median of " + rounds + " turns; processor time of the thread; the peer"
                        + " is FastCSV reading and writing every cell as it is"));
        CsvBench bench = new CsvBench();
        for (int rows = BLOCK_ROWS; rows <= most; rows *= 10) {
            results.add(bench.row(rows, rows > 1_000_000 ? Math.min(rounds, 3) : rounds));
        }
        results.write(Path.of(args[0]));
    }

    private interface Work {
        long run(int blocks) throws IOException;
    }

    private Map<String, Object> row(int rows, int rounds) throws IOException {
        int blocks = rows / BLOCK_ROWS;
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        long[] allocated = new long[2];
        for (int round = rows == BLOCK_ROWS ? -8 : 0; round < rounds; round++) {
            // Rounds before the first warm up and are overwritten.
            int at = Math.max(0, round);
            ours[at] = timed(this::protect, blocks, allocated, 0);
            theirs[at] = timed(this::copy, blocks, allocated, 1);
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        double megabytes = (header.length + (double) blocks * block.length) / 1e6;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rows", rows);
        row.put("MB", Results.figure(megabytes));
        row.put("protect MB/s", Results.figure(megabytes / ours[rounds / 2]));
        row.put("FastCSV MB/s", Results.figure(megabytes / theirs[rounds / 2]));
        row.put("x FastCSV", Results.figure(theirs[rounds / 2] / ours[rounds / 2]));
        row.put("bytes allocated a row", Results.figure((double) allocated[0] / rows));
        row.put("FastCSV's", Results.figure((double) allocated[1] / rows));
        row.put("load average", Results.figure(Machine.load()));
        return row;
    }

    private static double timed(Work work, int blocks, long[] allocated, int which) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        long rows = work.run(blocks);
        double seconds = (THREADS.getCurrentThreadCpuTime() - begin) / 1e9;
        allocated[which] = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (rows != (long) blocks * BLOCK_ROWS) {
            throw new IllegalStateException("Not measured: rows were lost.");
        }
        return seconds;
    }

    private long protect(int blocks) throws IOException {
        return CsvPipe.run(plan, key, ',', table(blocks), OutputStream.nullOutputStream());
    }

    private long copy(int blocks) throws IOException {
        long rows = -1;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(
                new BufferedReader(new InputStreamReader(table(blocks), StandardCharsets.UTF_8)));
                CsvWriter writer = CsvWriter.builder().build(
                        new OutputStreamWriter(OutputStream.nullOutputStream(), StandardCharsets.UTF_8))) {
            for (CsvRecord record : reader) {
                writer.writeRecord(record.getFields());
                rows++;
            }
        }
        return rows;
    }

    private InputStream table(int blocks) {
        Stream<InputStream> parts = Stream.concat(Stream.of(new ByteArrayInputStream(header)),
                Stream.generate(() -> (InputStream) new ByteArrayInputStream(block)).limit(blocks));
        return new SequenceInputStream(Collections.enumeration(parts.toList()));
    }
}
