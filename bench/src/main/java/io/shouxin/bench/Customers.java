// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import io.shouxin.client.Collected;
import io.shouxin.client.Row;
import io.shouxin.client.Shouxin;
import io.shouxin.client.Ticket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Fictional customers of 20 columns; their numbers are in a range nobody is assigned. */
final class Customers {

    static final List<String> COLUMNS = List.of("customer-number", "name", "phone", "contact-phone", "email", "gender",
            "birth-date", "address", "note-free", "plan", "contract", "internet-service", "paperless-billing",
            "star-level", "join-date", "tenure-months", "monthly-fee", "total-fee", "payment-method", "imsi");

    static final String PURPOSE = "service.open";
    static final int BATCH = 500;

    private static final String[] SURNAMES = {"欧阳", "司马", "孟", "陆", "沈", "顾", "温", "纪"};
    private static final String[] GIVEN = {"明月", "小川", "青", "知远", "安然", "若溪", "子衿", "望舒"};

    private Customers() {}

    /** The row of this number: the same for the same number and series. */
    static List<String> row(int series, int number) {
        Random dice = new Random(series * 1_000_003L + number);
        String digits = String.format("%02d%06d", series, number);
        return List.of("YL" + series + String.format("%09d", number),
                SURNAMES[dice.nextInt(SURNAMES.length)] + GIVEN[dice.nextInt(GIVEN.length)],
                "164" + digits, "164" + digits, "customer" + digits + "@example.com",
                dice.nextBoolean() ? "男" : "女",
                String.format("19%02d-%02d-%02d", 50 + dice.nextInt(50), 1 + dice.nextInt(12), 1 + dice.nextInt(28)),
                "云岭省南屏市青石街 " + (1 + dice.nextInt(999)) + " 号 " + (1 + dice.nextInt(30)) + " 单元",
                "来电咨询套餐变更事宜，已答复。", "5G 畅享 129 元", "two-year", "fibre",
                dice.nextBoolean() ? "true" : "false", String.valueOf(1 + dice.nextInt(5)),
                String.format("20%02d-%02d-01", 10 + dice.nextInt(15), 1 + dice.nextInt(12)),
                String.valueOf(dice.nextInt(120)), (29 + dice.nextInt(200)) + ".00",
                dice.nextInt(20_000) + ".50", "bank-transfer", "9991" + String.format("%011d", dice.nextInt(1 << 30)));
    }

    static Row asRow(List<String> values) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            fields.put(COLUMNS.get(i), values.get(i));
        }
        return Row.of(fields);
    }

    /** Collects so many through the door and answers their ids. */
    static List<UUID> collect(Shouxin door, int series, int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int number = from; number < to; number++) {
            rows.add(asRow(row(series, number)));
        }
        List<Collected> answers = door.collectAll(PURPOSE, rows, Shouxin.Existing.REFUSE,
                "bench-" + series + "-" + from);
        return answers.stream().map(one -> one.id().orElseThrow(() ->
                new IllegalStateException("A row was rejected: " + one.errors().get(0)))).toList();
    }

    static List<UUID> collectAll(Shouxin door, int series, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            ids.addAll(collect(door, series, from, Math.min(count, from + BATCH)));
        }
        return ids;
    }

    static List<String> tickets(Shouxin door, List<UUID> customers) {
        return customers.stream().map(id -> door.openTicket(id, "care.inquiry")).map(Ticket::number).toList();
    }
}
