// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.core.classify.TableSample;
import io.shouxin.core.detect.Detector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Classifying the columns of a table, beside the same recognisers as regular expressions of the JDK tried on each cell
 * one after another, with the same check digits behind them. In turns in one JVM, each warm before it counts.
 */
public final class Classification {

    private static final int ROWS = 20_000;
    private static final int ROUNDS = 5;

    private Classification() {}

    /** Writes {@code classification} into the folder of the first argument. */
    public static void main(String[] args) throws IOException {
        int rows = Integer.getInteger("bench.rows", ROWS);
        int rounds = Integer.getInteger("bench.rounds", ROUNDS);
        Map<String, List<List<String>>> tables = new LinkedHashMap<>();
        tables.put("customers", customers(rows));
        tables.put("usage records", usage(rows));
        Results results = new Results("classification",
                "Classifying columns, beside JDK regular expressions doing the same recognisers one by one",
                Machine.facts(rows + " rows a table; best of " + rounds + " rounds in turns, one thread"));
        tables.forEach((name, table) -> results.add(compare(name, table, rounds)));
        results.write(Path.of(args[0]));
    }

    private static Map<String, Object> compare(String name, List<List<String>> table, int rounds) {
        List<String> header = table.get(0);
        List<List<String>> rows = table.subList(1, table.size());
        long cells = (long) header.size() * rows.size();
        double ours = Double.MAX_VALUE;
        double theirs = Double.MAX_VALUE;
        for (int round = -1; round < rounds; round++) {
            long begin = System.nanoTime();
            TableSample sample = new TableSample(Detector.shipped(), header);
            rows.forEach(sample::add);
            int found = (int) sample.findings().stream().filter(one -> one.kind().isPresent()).count();
            long between = System.nanoTime();
            RegexClassifier regex = new RegexClassifier(header);
            rows.forEach(regex::add);
            int matched = regex.columns();
            long end = System.nanoTime();
            if (found < header.size() - 2 || matched < header.size() / 2) {
                throw new IllegalStateException("Not measured: " + found + " and " + matched + " columns were found.");
            }
            if (round >= 0) {
                ours = Math.min(ours, (between - begin) / 1e9);
                theirs = Math.min(theirs, (end - between) / 1e9);
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("table", name);
        row.put("columns", (long) header.size());
        row.put("ours, cells per second", Results.figure(cells / ours));
        row.put("regular expressions, cells per second", Results.figure(cells / theirs));
        row.put("ratio", Results.figure(theirs / ours));
        return row;
    }

    private static List<List<String>> customers(int count) {
        Random random = new Random(1);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("客户编号", "姓名", "身份证号", "手机号码", "联系电话", "银行卡号", "邮箱", "装机地址", "月租费用", "性别"));
        for (int i = 0; i < count; i++) {
            rows.add(List.of("C" + digits(random, 9), "王" + "伟强磊军丽娜敏静".charAt(random.nextInt(8)), residentId(random),
                    "160" + digits(random, 8), "0571-8000" + digits(random, 4),
                    luhn("622202000000" + digits(random, 6)),
                    "u" + digits(random, 6) + "@example.com", "浙江省杭州市西湖区示例路" + random.nextInt(300) + "号"
                            + random.nextInt(20) + "幢", random.nextInt(200) + ".50",
                    random.nextBoolean() ? "男" : "女"));
        }
        return rows;
    }

    private static List<List<String>> usage(int count) {
        Random random = new Random(2);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("servedIMSI", "servedIMEI", "servedMSISDN", "calledNumber", "iccid", "cell_id", "startTime",
                "callDuration", "user_ip", "mac"));
        for (int i = 0; i < count; i++) {
            rows.add(List.of("460000000" + digits(random, 6), luhn("35000000" + digits(random, 6)),
                    "86160" + digits(random, 8), "160" + digits(random, 8), luhn("898600000000" + digits(random, 7)),
                    "460-00-" + digits(random, 5), "20231123" + digits(random, 6), digits(random, 3),
                    "198.51.100." + random.nextInt(256), String.format("00:00:5E:00:53:%02X", random.nextInt(256))));
        }
        return rows;
    }

    private static String residentId(Random random) {
        String begin = "110105186" + random.nextInt(10) + "0" + (1 + random.nextInt(9)) + "1" + random.nextInt(9)
                + digits(random, 3);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += RegexClassifier.WEIGHTS[i] * (begin.charAt(i) - '0');
        }
        return begin + "10X98765432".charAt(sum % 11);
    }

    private static String luhn(String begin) {
        return begin + RegexClassifier.luhnDigit(begin, begin.length());
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
